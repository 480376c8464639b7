// legevakt-console: the operator's window.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"
#include "console/model/settings.h"
#include "console/net/central_link.h"
#include "console/platform/borders_file.h"
#include "console/platform/files.h"
#include "console/platform/host.h"
#include "console/platform/place.h"
#include "console/platform/sound.h"
#include "console/platform/window.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

constexpr int kExitNo = 1;
constexpr int kExitCannotStart = 3;
constexpr std::int64_t kPictureWaitUs = 20'000'000;
// For the list of users, where the console starts without it too: where central is there, it answers at once.
constexpr int kShortPatienceMs = 1000;

struct Options {
  std::string central = "127.0.0.1:7117";
  std::string user;
  std::string role = "operator";
  std::string screenshot;
  std::string lang = "nb";
  // Empty and 0: as this operator had it last.
  std::string theme;
  std::string borders;
  float scale = 0;
  int width = 1920;
  int height = 1080;
  // For pictures: what to have open. 0 opens nothing; -1 the first of the queue.
  std::int64_t show = 0;
  int tab = 0;
};

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "legevakt-console: %s\n", legevakt::Message(status).c_str());
  return kExitCannotStart;
}

v1::Role RoleOf(const std::string& name) {
  if (name == "wallboard") return v1::ROLE_WALLBOARD;
  return name == "shift_leader" ? v1::ROLE_SHIFT_LEADER : v1::ROLE_OPERATOR;
}

// Two frames a second for the clock, four while something flashes.
double Tick(const App& app) {
  return app.shell().alarms.FirstLoud() == nullptr && !app.stale() ? 0.5 : 0.25;
}

int TakePicture(App& app, Window& window, const Options& options) {
  const std::int64_t give_up_us = BootNowUs() + kPictureWaitUs;
  int settled = 0;
  bool shown = options.show == 0;
  window.Run(
      [&] {
        if (!shown && app.store().has_state()) {
          const auto& contacts = app.store().state().contacts;
          std::int64_t id = options.show;
          if (id < 0 && !app.view().order.rows().empty()) id = app.view().order.rows().front();
          if (contacts.contains(id)) {
            app.Show(id, static_cast<Tab>(options.tab));
            shown = true;
          }
        }
        app.Frame(BootNowUs());
      },
      [] { return 0.05; },
      [&] {
        const bool ready = app.store().has_state() && !app.stale() && shown;
        settled = ready ? settled + 1 : 0;
        return settled > 10 || BootNowUs() > give_up_us;
      });
  if (settled == 0) {
    std::fprintf(stderr, "legevakt-console: central did not answer at %s in 20 s: is it running?\n",
                 options.central.c_str());
    return kExitNo;
  }
  const absl::Status saved = window.SavePicture(options.screenshot);
  return saved.ok() ? 0 : Fail(saved);
}

// What the operator chose last; what the command line says comes before it.
Settings StartWith(const Options& options, const std::string& path) {
  Settings settings = options.screenshot.empty() ? SettingsFrom(ReadFile(path)) : Settings{};
  if (!options.theme.empty()) settings.day = options.theme == "dag";
  if (options.scale > 0) settings.scale = options.scale;
  return settings;
}

// Without a good file the map is drawn without borders, and it is said why.
std::shared_ptr<const map::Borders> BordersFrom(const std::string& path) {
  auto borders = BordersFromFile(path);
  if (borders.ok()) return *std::move(borders);
  std::fprintf(stderr, "legevakt-console: %s: %s\n", path.c_str(),
               legevakt::Message(borders.status()).c_str());
  return nullptr;
}

// What is typed and what waits to be sent, in the files of this place.
void KeepFiles(const Place& place, Surroundings& surroundings) {
  const auto path = [&place](std::string_view name, std::string_view ending) {
    return place.PathOf(name, ending);
  };
  surroundings.window = place.number();
  surroundings.left_behind = !place.TakeOverLeftBehind();
  surroundings.save_drafts = [file = path("drafts", ".json")](const std::string& text) {
    return WriteFile(file, text);
  };
  surroundings.load_drafts = [file = path("drafts", ".json")] { return ReadFile(file); };
  surroundings.keep_drafts = [file = path("drafts", ".json")] { return KeepFormer(file); };
  surroundings.keep_work_list = [file = path("arbeidsliste", ".txt")] { return KeepFormer(file); };
  surroundings.save_outbox = [file = path("outbox", ".txt")](const std::string& text) {
    return WriteFile(file, text);
  };
  surroundings.load_outbox = [file = path("outbox", ".txt")] { return ReadFile(file); };
  surroundings.save_work_list = [file = path("arbeidsliste", ".txt")](const std::string& text) {
    return WriteFile(file, text) ? file : std::string();
  };
  surroundings.load_work_list = [file = path("arbeidsliste", ".txt")] {
    std::string text = ReadFile(file);
    return text.empty() ? std::pair<std::string, std::string>() : std::pair(std::move(text), file);
  };
}

// Everything that the console keeps on this machine, and how it is heard. Without a place, as on a wall, it
// keeps the settings alone.
Surroundings SurroundingsOf(const std::string& user_id, const Place* place, Window& window, Sound* sound) {
  Surroundings surroundings;
  surroundings.copy = [&window](const std::string& text) { window.Copy(text); };
  if (place != nullptr) KeepFiles(*place, surroundings);
  surroundings.save_settings = [file = StatePath("settings", user_id, ".txt")](const std::string& text) {
    return WriteFile(file, text);
  };
  surroundings.show_file = OpenWithViewer;
  if (sound == nullptr) return surroundings;
  surroundings.play = [sound](SoundPattern pattern) { sound->Play(pattern); };
  surroundings.quiet = [sound] { sound->Stop(); };
  return surroundings;
}

// Who signs in. With `--user` the console starts without central too: then what lies on this machine is all
// there is, and it must be seen.
absl::StatusOr<v1::Actor> UserOf(const Options& options) {
  const v1::Role role = RoleOf(options.role);
  const bool named = !options.user.empty() && options.screenshot.empty();
  if (!named) return FindUser(options.central, options.user, role);
  auto user = FindUser(options.central, options.user, role, kShortPatienceMs);
  // Central is there, and knows nobody of that name.
  if (user.ok() || absl::IsNotFound(user.status())) return user;
  // A name is no id: what is kept here lies under the id.
  if (options.user.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
    return FindUser(options.central, options.user, role);
  v1::Actor actor;
  actor.set_user_id(options.user);
  actor.set_role(role);
  return actor;
}

absl::StatusOr<std::unique_ptr<Link>> Connect(const Options& options, const v1::Actor& user) {
  return ConnectCentral({options.central, user.user_id(), user.role(), HostName()}, &Window::Wake);
}

int ShowPicture(const Options& options, const v1::Actor& user, ui::Screen& screen, Window& window) {
  auto link = Connect(options, user);
  if (!link.ok()) return Fail(link.status());
  Store store(**link);
  Surroundings around;
  around.borders = BordersFrom(options.borders);
  App app(store, screen, std::move(around));
  return TakePicture(app, window, options);
}

// What every user of this window shares.
struct Desk {
  const Options& options;
  ui::Screen& screen;
  Window& window;
  Sound* sound;
  std::shared_ptr<const map::Borders> borders;
};

// One user's time at the window. Gives who signs in after them; nothing where the window was closed.
absl::StatusOr<std::optional<v1::Actor>> Work(const Desk& desk, const v1::Actor& user,
                                              const Settings& settings) {
  auto link = Connect(desk.options, user);
  if (!link.ok()) return link.status();
  Store store(**link);
  std::optional<v1::Actor> next;
  std::optional<Place> place;
  if (user.role() != v1::ROLE_WALLBOARD) place.emplace(Place::Take(user.user_id()));
  Surroundings around = SurroundingsOf(user.user_id(), place ? &*place : nullptr, desk.window, desk.sound);
  around.borders = desk.borders;
  around.sign_in = [&next](const v1::Staff& staff) {
    next.emplace().set_user_id(staff.user_id());
    next->set_role(staff.role());
  };
  App app(store, desk.screen, std::move(around));
  app.StartWith(settings);
  app.StartFromDisk();
  desk.window.Run([&] { app.Frame(BootNowUs()); }, [&] { return Tick(app); },
                  [&] { return next.has_value(); });
  if (!app.SaveDrafts()) std::fprintf(stderr, "legevakt-console: the drafts could not be written\n");
  return next;
}

// The screen as the one who comes has it.
void Wear(ui::Screen& screen, const Settings& settings) {
  screen.ui().theme = ui::Theme(settings.day ? ui::ThemeName::kDag : ui::ThemeName::kNatt);
  screen.ApplyStyle();
  screen.RequestScale(settings.scale);
  screen.ui().focus.Clear();
  screen.ui().focus.Trap(0);
}

int Run(const Options& options) {
  auto user = UserOf(options);
  if (!user.ok()) return Fail(user.status());
  Settings settings = StartWith(options, StatePath("settings", user->user_id(), ".txt"));
  ui::Screen screen(settings.day ? ui::ThemeName::kDag : ui::ThemeName::kNatt,
                    options.lang == "en" ? text::Lang::kEn : text::Lang::kNb, settings.scale);
  screen.ui().board = user->role() == v1::ROLE_WALLBOARD;
  if (const auto loaded = screen.LoadFonts(); !loaded.ok()) return Fail(loaded);
  screen.ApplyStyle();
  const bool picture = !options.screenshot.empty();
  auto window = Window::Open(screen, {options.width, options.height, true});
  if (!window.ok()) return Fail(window.status());
  if (picture) return ShowPicture(options, *user, screen, **window);
  const std::unique_ptr<Sound> sound = OpenSound();
  const Desk desk{options, screen, **window, sound.get(), BordersFrom(options.borders)};
  while (true) {
    const auto next = Work(desk, *user, settings);
    if (!next.ok()) return Fail(next.status());
    if (!*next) return 0;
    user = **next;
    settings = StartWith(options, StatePath("settings", user->user_id(), ".txt"));
    Wear(screen, settings);
  }
}

}  // namespace
}  // namespace legevakt::console

int main(int argc, char** argv) {
  using legevakt::console::Options;
  Options options;
  CLI::App cli("The operator's window of a legevaktsentral.", "legevakt-console");
  cli.set_version_flag("--version", LEGEVAKT_VERSION);
  cli.add_option("--central", options.central, "HOST:PORT of the running central")->capture_default_str();
  cli.add_option("--user", options.user,
                 "Id or name of the one who signs in; the first with the role if absent");
  cli.add_option("--role", options.role,
                 "operator, shift_leader, or wallboard: for a screen on the wall, without names")
      ->check(CLI::IsMember({"operator", "shift_leader", "wallboard"}))
      ->capture_default_str();
  cli.add_option("--screenshot", options.screenshot,
                 "Write what the screen shows to this PNG file, and leave");
  cli.add_option("--lang", options.lang, "nb or en")
      ->check(CLI::IsMember({"nb", "en"}))
      ->capture_default_str();
  cli.add_option("--theme", options.theme, "natt or dag; as it was last if absent")
      ->check(CLI::IsMember({"natt", "dag"}));
  cli.add_option("--borders", options.borders,
                 "GeoJSON with the borders of municipalities, for the map; without it the map is schematic");
  cli.add_option("--scale", options.scale, "Text size; as it was last if absent")
      ->check(CLI::Range(0.9, 1.75));
  cli.add_option("--width", options.width, "Of the window")
      ->check(CLI::Range(1024, 7680))
      ->capture_default_str();
  cli.add_option("--height", options.height, "Of the window")
      ->check(CLI::Range(640, 4320))
      ->capture_default_str();
  cli.add_option("--show", options.show,
                 "With --screenshot: open this contact first (-1: the first of the queue)");
  cli.add_option("--tab", options.tab, "With --show: the step, 0 to 4")->check(CLI::Range(0, 4));
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = cli.exit(error);
    return code == 0 ? 0 : 2;
  }
  return legevakt::console::Run(options);
}
