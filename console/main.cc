// legevakt-console: the operator's window.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"
#include "console/net/central_link.h"
#include "console/platform/files.h"
#include "console/platform/window.h"
#include "console/views/app.h"

namespace legevakt::console {
namespace {

constexpr int kExitNo = 1;
constexpr int kExitCannotStart = 3;
constexpr std::int64_t kPictureWaitUs = 20'000'000;

struct Options {
  std::string central = "127.0.0.1:7117";
  std::string user;
  std::string role = "operator";
  std::string screenshot;
  std::string lang = "nb";
  std::string theme = "natt";
  float scale = 1.0F;
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

std::string Device() {
  char name[256] = "console";
  ::gethostname(name, sizeof name - 1);
  return name;
}

v1::Role RoleOf(const std::string& name) {
  return name == "shift_leader" ? v1::ROLE_SHIFT_LEADER : v1::ROLE_OPERATOR;
}

// A frame each second for the clock, four a second while something flashes.
double Tick(const App& app) {
  return app.alarms().empty() && !app.stale() ? 0.5 : 0.25;
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

int Run(const Options& options) {
  const auto user = FindUser(options.central, options.user, RoleOf(options.role));
  if (!user.ok()) return Fail(user.status());
  ui::Screen screen(options.theme == "dag" ? ui::ThemeName::kDag : ui::ThemeName::kNatt,
                    options.lang == "en" ? text::Lang::kEn : text::Lang::kNb, options.scale);
  if (const auto loaded = screen.LoadFonts(); !loaded.ok()) return Fail(loaded);
  screen.ApplyStyle();
  const bool picture = !options.screenshot.empty();
  auto window = Window::Open(screen, {options.width, options.height, true});
  if (!window.ok()) return Fail(window.status());
  auto link = ConnectCentral({options.central, user->user_id(), user->role(), Device()}, &Window::Wake);
  if (!link.ok()) return Fail(link.status());
  Store store(**link);
  const std::string drafts = DraftsPath(user->user_id());
  Surroundings surroundings;
  surroundings.copy = [&](const std::string& text) { (*window)->Copy(text); };
  if (!picture) {
    surroundings.save_drafts = [&](const std::string& text) { WriteFile(drafts, text); };
    surroundings.load_drafts = [&] { return ReadFile(drafts); };
  }
  App app(store, screen, surroundings);
  if (picture) return TakePicture(app, **window, options);
  (*window)->Run([&] { app.Frame(BootNowUs()); }, [&] { return Tick(app); }, [] { return false; });
  app.SaveDrafts();
  return 0;
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
  cli.add_option("--role", options.role, "operator or shift_leader")
      ->check(CLI::IsMember({"operator", "shift_leader"}))
      ->capture_default_str();
  cli.add_option("--screenshot", options.screenshot,
                 "Write what the screen shows to this PNG file, and leave");
  cli.add_option("--lang", options.lang, "nb or en")
      ->check(CLI::IsMember({"nb", "en"}))
      ->capture_default_str();
  cli.add_option("--theme", options.theme, "natt or dag")
      ->check(CLI::IsMember({"natt", "dag"}))
      ->capture_default_str();
  cli.add_option("--scale", options.scale, "Text size")->check(CLI::Range(0.9, 1.75))->capture_default_str();
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
