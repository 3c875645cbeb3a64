package dev.roadcase.tests.architecture.violations.cores.core;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

final class StartsThreads {
  /** These two are allowed: a reader on another thread may look at published state. */
  ConcurrentHashMap<String, String> allowedMap;

  AtomicLong allowedCounter;

  ExecutorService executor;
  ReentrantLock lock;

  void start() {
    new Thread(() -> {}).start();
  }
}
