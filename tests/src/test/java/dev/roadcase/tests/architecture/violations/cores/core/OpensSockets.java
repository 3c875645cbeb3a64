package dev.roadcase.tests.architecture.violations.cores.core;

import java.net.Socket;
import java.net.http.HttpClient;

record OpensSockets(Socket socket, HttpClient client) {}
