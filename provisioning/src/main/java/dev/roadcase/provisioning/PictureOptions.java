package dev.roadcase.provisioning;

import dev.roadcase.provisioning.catalogue.Imported;
import dev.roadcase.provisioning.catalogue.Note;
import dev.roadcase.provisioning.catalogue.Notes;
import dev.roadcase.provisioning.pictures.Gallery;
import dev.roadcase.provisioning.pictures.GalleryBuild;
import dev.roadcase.provisioning.pictures.ThemeFile;
import dev.roadcase.provisioning.sheet.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a pack brings for the eye: options of {@code pack build}. */
final class PictureOptions {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Where the photographs are; nothing is fetched.")
  private @Nullable Path images;

  @Option(
      names = "--strict-images",
      description = "A named picture that is missing or unreadable is a problem.")
  private boolean strict;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where renditions are kept for the next build ($XDG_CACHE_HOME/roadcase).")
  private @Nullable Path cache;

  @Option(
      names = "--theme",
      paramLabel = "FILE",
      description = "The look: name, tagline, brand and logo, in TOML.")
  private @Nullable Path theme;

  /** The theme's file as it is called in messages. */
  String themeName() {
    return theme == null ? "" : theme.toString();
  }

  ThemeFile.Read theme() throws IOException {
    return theme == null ? new ThemeFile.Read(Optional.empty(), List.of()) : ThemeFile.read(theme);
  }

  /** The folder of photographs, where there is none. */
  List<Located> missingFolder() {
    if (images == null || Files.isDirectory(images)) {
      return List.of();
    }
    return List.of(
        Located.whole(
            images.toString(),
            Files.exists(images)
                ? "is not a folder; --images takes the one that the photographs are in"
                : "there is no such folder (--images)"));
  }

  Gallery gallery(
      Imported imported, String show, List<Path> csvs, Optional<ThemeFile> look, Surroundings here)
      throws IOException {
    if (images == null && look.isEmpty()) {
      return Gallery.none(imported.items());
    }
    List<Path> folders = new ArrayList<>();
    if (images != null) {
      folders.add(images);
      csvs.stream()
          .map(csv -> Optional.ofNullable(csv.toAbsolutePath().getParent()).orElse(csv))
          .distinct()
          .forEach(folders::add);
    }
    try (PictureProgress progress = new PictureProgress(here.err())) {
      GalleryBuild build = new GalleryBuild(show, folders, cache(here), progress);
      return build.of(imported.items(), images == null ? Map.of() : imported.shots(), look);
    }
  }

  /** What is wrong with pictures, where that is to count. */
  List<Problem> problems(Gallery gallery) {
    if (!strict) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    gallery
        .missing()
        .forEach(name -> problems.add(new Problem(0, "", "the picture " + name + " is not found")));
    gallery.unclear().forEach(why -> problems.add(new Problem(0, "", "the picture " + why)));
    gallery.refused().forEach(why -> problems.add(new Problem(0, "", "the picture " + why)));
    return problems;
  }

  /** What is to be told: all that the import says, and of the pictures what applies. */
  List<Note> notes(Gallery gallery, Imported imported) {
    List<Note> notes = new ArrayList<>(imported.notes());
    if (images == null) {
      notes.removeIf(note -> note.kind().equals(Notes.Kind.PICTURES_LEFT_OUT.word()));
      long named = imported.shots().values().stream().filter(shots -> !shots.isEmpty()).count();
      if (named > 0) {
        notes.add(
            new Note(
                "pictures-unused",
                "The export names pictures of %s; --images DIR packs those in a folder"
                    .formatted(named == 1 ? "1 item" : named + " items"),
                List.of()));
      }
      return notes;
    }
    if (!gallery.missing().isEmpty()) {
      notes.add(Note.of("picture-missing", "Named but not found", "picture", gallery.missing()));
    }
    if (!gallery.unclear().isEmpty()) {
      notes.add(
          Note.of(
              "picture-unclear",
              "Not shown, as it cannot be told which file is meant",
              "picture",
              gallery.unclear()));
    }
    for (String why : gallery.refused()) {
      notes.add(new Note("picture-refused", "Not packed: " + why, List.of()));
    }
    notes.addAll(gallery.notes());
    return notes;
  }

  private Path cache(Surroundings here) {
    if (cache != null) {
      return cache;
    }
    String xdg = here.environment().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("roadcase").resolve("pictures");
  }
}
