#include "central/web/worklist.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "base/html.h"
#include "base/limits.h"
#include "base/time_units.h"
#include "central/domain/queue_order.h"
#include "central/domain/warnings.h"
#include "central/domain/words.h"
#include "central/engine/engine.h"
#include "central/engine/sessions.h"
#include "central/web/core.h"
#include "triage/evaluator/tool.h"

namespace legevakt::web {
namespace {

using text::Lang;

// What the page shows of a contact: copied on the strand, written outside it.
struct Row {
  std::int64_t contact_id = 0;
  v1::Hastegrad hastegrad = v1::HASTEGRAD_UNSPECIFIED;
  std::string complaint;
  std::string name;
  std::string age;
  std::string place;
  std::string phone;
  std::int64_t deadline_us = 0;
  bool missed = false;
  bool new_information = false;
  bool red_unconfirmed = false;
  v1::ContactState state = v1::CONTACT_STATE_UNSPECIFIED;
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  std::string with;
  // What may hurt somebody, and what must be known before one rings.
  std::vector<std::string> cautions;
};

struct Ring {
  std::int64_t call_id = 0;
  bool urgent = false;
  std::string place;
  std::string phone;
  std::int64_t since_us = 0;
};

struct Sheet {
  std::string centre;
  bool training = false;
  std::int64_t restart_at_us = 0;
  std::int64_t now_us = 0;
  std::int64_t revision = 0;
  std::vector<Ring> ringing;
  std::vector<Row> rows;
  std::size_t left_out = 0;
};

std::string PlaceOf(const domain::State& state, const std::string& number) {
  const v1::Municipality* municipality = state.FindMunicipality(number);
  return municipality == nullptr ? number : municipality->name();
}

std::string ComplaintOf(const domain::ToolSet& tools, const v1::Contact& contact, Lang lang) {
  const triage::Tool* tool = tools.Find(contact.tool_hash());
  const auto index = tool == nullptr ? triage::kNone : tool->FindComplaint(contact.complaint_id());
  if (index == triage::kNone) return contact.complaint_id();
  const auto& name = tool->complaints()[index].name;
  return lang == Lang::kEn && !name.en.empty() ? name.en : name.nb;
}

std::string PhoneOf(const domain::State& state, const v1::Contact& contact) {
  if (!contact.personal().phone().empty()) return contact.personal().phone();
  for (const std::int64_t id : contact.call_ids()) {
    const v1::Call* call = state.FindCall(id);
    if (call != nullptr && !call->personal().phone().empty()) return call->personal().phone();
  }
  return {};
}

// As the console's chips, and the warnings for the number and the address.
std::vector<std::string> CautionsOf(const domain::State& state, const v1::Contact& contact, Lang lang,
                                    bool personal) {
  std::vector<std::string> cautions;
  // A wall is read by anybody.
  if (!personal) return cautions;
  const v1::Intake& intake = contact.intake();
  const auto say = [&cautions, lang](std::string_view key) { cautions.emplace_back(text::Get(lang, key)); };
  if (intake.threat()) say("console.contact.threat");
  if (intake.has_safe_to_call_back() && !intake.safe_to_call_back()) say("console.contact.not_safe");
  if (intake.protected_address()) say("console.contact.protected");
  if (intake.care_plan()) say("console.contact.care_plan");
  if (!intake.interpreter().empty()) {
    const std::string key = "console.lang." + intake.interpreter();
    const std::string name(text::Has(lang, key) ? text::Get(lang, key)
                                                : std::string_view(intake.interpreter()));
    cautions.push_back(text::Format(lang, "console.contact.interpreter", {{"lang", name}}));
  }
  if (intake.hearing_impaired()) say("console.contact.hearing");
  for (const v1::Warning* warning : domain::WarningsFor(state, contact))
    cautions.push_back(warning->personal().text());
  return cautions;
}

Row RowOf(const domain::State& state, const domain::ToolSet& tools, const v1::Contact& contact, Lang lang,
          bool personal) {
  Row row;
  row.contact_id = contact.contact_id();
  row.hastegrad = contact.hastegrad();
  row.complaint = ComplaintOf(tools, contact, lang);
  row.age = domain::AgeWords(lang, contact.intake());
  row.place = PlaceOf(state, contact.intake().municipality());
  if (personal) {
    row.name = contact.personal().name();
    row.phone = PhoneOf(state, contact);
  }
  row.deadline_us = contact.deadline().at_us();
  row.missed = contact.deadline().missed();
  row.new_information = contact.new_information();
  row.red_unconfirmed = contact.has_red() &&
                        (contact.red().amk_confirmed_us() == 0 || contact.red().doctor_confirmed_us() == 0);
  row.state = contact.state();
  row.measure = contact.measure();
  row.cautions = CautionsOf(state, contact, lang, personal);
  row.with = contact.has_claim() ? contact.claim().by().name() : contact.owner().name();
  return row;
}

Sheet SheetOf(const domain::State& state, const domain::ToolSet& tools, std::int64_t now_us, Lang lang,
              bool personal) {
  Sheet sheet;
  sheet.centre = state.region.centre_name();
  sheet.training = state.notice.training();
  sheet.restart_at_us = state.notice.restart_at_us();
  sheet.now_us = now_us;
  sheet.revision = state.revision;
  for (const v1::Call* call : domain::Ringing(state)) {
    Ring& ring = sheet.ringing.emplace_back();
    ring.call_id = call->call_id();
    ring.urgent = call->lane() == v1::CALL_LANE_URGENT;
    ring.place = PlaceOf(state, call->municipality());
    if (personal) ring.phone = call->personal().phone();
    ring.since_us = call->ringing_us();
  }
  for (const v1::Contact* contact : domain::Queue(state)) {
    if (sheet.rows.size() == limits::kWorkListRowsMax) {
      ++sheet.left_out;
    } else {
      sheet.rows.push_back(RowOf(state, tools, *contact, lang, personal));
    }
  }
  return sheet;
}

class Page {
 public:
  Page(const Core& core, Lang lang) : core_(core), lang_(lang) {}

  void Begin(const std::string& title) {
    out_.Open("html", {{"lang", lang_ == Lang::kEn ? "en" : "nb"}});
    out_.Open("head");
    out_.Void("meta", {{"charset", "utf-8"}});
    out_.Void("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    out_.Void("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    out_.Void("meta", {{"name", "robots"}, {"content", "noindex"}});
    out_.Leaf("title", title);
    out_.Void("link", {{"rel", "icon"}, {"href", "/icon.svg"}, {"type", "image/svg+xml"}});
    out_.Void("link", {{"rel", "stylesheet"}, {"href", "/worklist.css"}});
    out_.Leaf("script", "", {{"type", "module"}, {"src", "/worklist.js"}});
    out_.Close();
    out_.Open("body");
  }

  Response End(int status) {
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = "<!doctype html>\n" + out_.Take();
    return response;
  }

  std::string Say(std::string_view key) const { return std::string(text::Get(lang_, key)); }
  std::string Say(std::string_view key, std::initializer_list<text::Arg> args) const {
    return text::Format(lang_, key, args);
  }
  // "21:04", on the wall of the region.
  std::string Clock(std::int64_t at_us, bool seconds = false) const {
    constexpr std::int64_t kDayS = 24 * 3600;
    const std::int64_t local_s = at_us / kSecondUs + std::int64_t{60} * core_.UtcOffsetMinutes(at_us);
    const auto of_day = static_cast<int>(((local_s % kDayS) + kDayS) % kDayS);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", of_day / 3600, of_day / 60 % 60, of_day % 60);
    return std::string(text.data(), seconds ? 8 : 5);
  }
  std::string Minutes(std::int64_t us) const { return std::to_string(us / kMinuteUs); }

  html::Writer& out() { return out_; }
  Lang lang() const { return lang_; }

 private:
  const Core& core_;
  const Lang lang_;
  html::Writer out_;
};

void WriteNotices(Page& page, const Sheet& sheet) {
  html::Writer& out = page.out();
  if (sheet.training) out.Leaf("p", page.Say("worklist.training"), {{"class", "training"}});
  out.Open("p", {{"id", "restart"}, {"role", "status"}});
  if (sheet.restart_at_us > 0) {
    out.Text(page.Say("worklist.restart", {{"at", page.Clock(sheet.restart_at_us)}}));
  }
  out.Close();
}

// What says how new the page is. The script hides the one and shows the other.
void WriteFreshness(Page& page, const Sheet& sheet) {
  html::Writer& out = page.out();
  const std::string at = page.Clock(sheet.now_us, true);
  out.Open("p", {{"id", "fresh"}, {"data-revision", std::to_string(sheet.revision)}, {"data-at", at}});
  out.Text(page.Say("worklist.fresh", {{"at", at}}));
  out.Close();
  out.Open("div", {{"id", "stale"},
                   {"role", "alert"},
                   {"data-text", page.Say("worklist.stale")},
                   {"data-paused", page.Say("worklist.paused")}});
  out.Close();
  out.Open("p", {{"class", "tools"}});
  out.Leaf("button", page.Say("worklist.refresh"), {{"type", "button"}, {"id", "refresh"}});
  out.Leaf("button", page.Say("worklist.pause"),
           {{"type", "button"}, {"id", "pause"}, {"aria-pressed", "false"}});
  out.Leaf("button", page.Say("worklist.sign_out"), {{"type", "button"}, {"id", "sign-out"}});
  out.Close();
  out.Open("noscript");
  out.Paragraph(page.Say("worklist.no_script"));
  out.Close();
}

void WriteRinging(Page& page, const Sheet& sheet) {
  html::Writer& out = page.out();
  out.Open("section", {{"aria-labelledby", "ringing-title"}});
  out.Heading(2, page.Say("worklist.ringing", {{"n", std::to_string(sheet.ringing.size())}}),
              "ringing-title");
  out.Open("ul", {{"id", "ringing"}});
  for (const Ring& ring : sheet.ringing) {
    out.Open("li", {{"id", "call-" + std::to_string(ring.call_id)}});
    if (ring.urgent) out.Leaf("strong", page.Say("worklist.urgent_lane"));
    out.Text(" " + page.Say("worklist.rings", {{"place", ring.place},
                                               {"at", page.Clock(ring.since_us)},
                                               {"minutes", page.Minutes(sheet.now_us - ring.since_us)}}));
    if (!ring.phone.empty()) {
      out.Text(" ");
      out.Leaf("a", ring.phone, {{"href", "tel:" + ring.phone}});
    }
    out.Close();
  }
  out.Close();
  out.Close();
}

// Letter and word, never the colour alone.
void WriteUrgency(Page& page, const Row& row) {
  html::Writer& out = page.out();
  const std::string letter(domain::Letter(row.hastegrad));
  const bool unknown = row.hastegrad == v1::HASTEGRAD_UNSPECIFIED;
  const std::string css = std::string("letter level-") + (unknown ? "none" : letter);
  out.Open("th", {{"scope", "row"}});
  out.Leaf("span", letter, {{"class", css}, {"aria-hidden", "true"}});
  out.Text(" ");
  out.Text(unknown ? page.Say("worklist.unassessed") : std::string(domain::Word(page.lang(), row.hastegrad)));
  if (row.red_unconfirmed) out.Leaf("strong", page.Say("worklist.red_unconfirmed"), {{"class", "mark"}});
  out.Close();
}

void WriteDeadline(Page& page, const Sheet& sheet, const Row& row) {
  html::Writer& out = page.out();
  out.Open("td", {{"class", row.missed ? "missed" : "deadline"}});
  const std::int64_t left_us = row.deadline_us - sheet.now_us;
  out.Text(page.Say(
      left_us < 0 ? "worklist.deadline_passed" : "worklist.deadline_in",
      {{"at", page.Clock(row.deadline_us)}, {"minutes", page.Minutes(std::max(left_us, -left_us))}}));
  out.Close();
}

void WriteRow(Page& page, const Sheet& sheet, const Row& row) {
  html::Writer& out = page.out();
  out.Open("tr", {{"id", "contact-" + std::to_string(row.contact_id)}});
  WriteUrgency(page, row);
  WriteDeadline(page, sheet, row);
  out.Open("td");
  out.Text(row.complaint.empty() ? page.Say("worklist.no_complaint") : row.complaint);
  if (row.new_information) out.Leaf("strong", page.Say("worklist.new_information"), {{"class", "mark"}});
  out.Close();
  out.Open("td");
  out.Text(row.name.empty() ? page.Say("worklist.no_name", {{"id", std::to_string(row.contact_id)}})
                            : row.name);
  if (!row.age.empty()) out.Text(", " + row.age);
  for (const std::string& caution : row.cautions) out.Leaf("strong", caution, {{"class", "mark"}});
  out.Close();
  out.Leaf("td", row.place);
  out.Open("td");
  if (!row.phone.empty()) out.Leaf("a", row.phone, {{"href", "tel:" + row.phone}});
  out.Close();
  out.Open("td");
  out.Text(domain::Word(page.lang(), row.state));
  if (row.measure != v1::MEASURE_UNSPECIFIED)
    out.Text(": " + std::string(domain::Word(page.lang(), row.measure)));
  out.Close();
  out.Leaf("td", row.with);
  out.Close();
}

void WriteContacts(Page& page, const Sheet& sheet) {
  html::Writer& out = page.out();
  out.Open("section", {{"aria-labelledby", "contacts-title"}});
  const std::size_t count = sheet.rows.size() + sheet.left_out;
  out.Heading(2, page.Say("worklist.contacts", {{"n", std::to_string(count)}}), "contacts-title");
  // A wide table scrolls in its own frame, which the keyboard can reach.
  out.Open(
      "div",
      {{"class", "frame"}, {"tabindex", "0"}, {"role", "region"}, {"aria-labelledby", "contacts-title"}});
  out.Open("table");
  out.Leaf("caption", page.Say("worklist.caption"));
  out.Open("thead").Open("tr");
  for (const char* const head :
       {"worklist.head_urgency", "worklist.head_deadline", "worklist.head_complaint", "worklist.head_patient",
        "worklist.head_place", "worklist.head_phone", "worklist.head_state", "worklist.head_with"}) {
    out.Leaf("th", page.Say(head), {{"scope", "col"}});
  }
  out.Close().Close();
  out.Open("tbody", {{"id", "contacts"}});
  for (const Row& row : sheet.rows) WriteRow(page, sheet, row);
  out.Close().Close().Close();
  if (sheet.left_out > 0) {
    out.Paragraph(page.Say("worklist.left_out", {{"n", std::to_string(sheet.left_out)}}));
  }
  out.Close();
}

Response ListPage(const Core& core, const Sheet& sheet, const v1::Actor& actor, Lang lang) {
  Page page(core, lang);
  page.Begin(page.Say("worklist.title", {{"centre", sheet.centre}}));
  html::Writer& out = page.out();
  out.Leaf("a", page.Say("worklist.skip"), {{"class", "skip"}, {"href", "#list"}});
  out.Open("header");
  out.Heading(1, page.Say("worklist.heading"));
  out.Paragraph(page.Say("worklist.who", {{"centre", sheet.centre}, {"name", actor.name()}}));
  WriteNotices(page, sheet);
  WriteFreshness(page, sheet);
  out.Close();
  out.Open("main", {{"id", "list"}, {"tabindex", "-1"}});
  WriteRinging(page, sheet);
  WriteContacts(page, sheet);
  out.Close();
  return page.End(200);
}

bool MaySee(v1::Role role) {
  return role == v1::ROLE_OPERATOR || role == v1::ROLE_SHIFT_LEADER || role == v1::ROLE_DOCTOR ||
         role == v1::ROLE_SATELLITE_NURSE || role == v1::ROLE_WALLBOARD;
}

// One sentence.
Response Told(const Core& core, Lang lang, int status, std::string_view key) {
  Page page(core, lang);
  page.Begin(page.Say("worklist.heading"));
  page.out().Open("main").Heading(1, page.Say("worklist.heading"));
  page.out().Leaf("p", page.Say(key), {{"role", "alert"}});
  return page.End(status);
}

}  // namespace

void WorkList::Handle(const Request& request, Respond respond) {
  const Lang lang = QueryValue(request.query, "lang") == "en" ? Lang::kEn : Lang::kNb;
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = Told(core_, lang, 405, "worklist.heading");
    response.allow = "GET, HEAD";
    return respond(std::move(response));
  }
  // Whoever has the list on the screen sees that it grows old, and asks again.
  if (core_.options.engine->Shed()) return respond(Told(core_, lang, 503, "worklist.busy"));
  const auto actor = core_.options.sessions->Find(request.token);
  if (!actor) return SignIn(lang, std::move(respond));
  if (!MaySee(actor->role())) return respond(Told(core_, lang, 403, "worklist.not_for_role"));
  List(lang, *actor, std::move(respond));
}

void WorkList::SignIn(Lang lang, Respond respond) {
  struct Users {
    std::string centre;
    std::vector<v1::Staff> staff;
  };
  auto users = std::make_shared<Users>();
  core_.options.engine->Read(
      [users](const domain::State& state, std::int64_t) {
        users->centre = state.region.centre_name();
        for (const v1::Staff& staff : state.region.staff()) {
          if (MaySee(staff.role())) users->staff.push_back(staff);
        }
      },
      [this, weak = core_.weak_from_this(), users, lang, respond = std::move(respond)] {
        Core::FromEngine(weak, [this, users, lang, respond] {
          Page page(core_, lang);
          page.Begin(page.Say("worklist.title", {{"centre", users->centre}}));
          html::Writer& out = page.out();
          out.Open("main");
          out.Heading(1, page.Say("worklist.sign_in"));
          out.Open("form", {{"id", "sign-in"}});
          out.Leaf("label", page.Say("worklist.sign_in_as"), {{"for", "user"}});
          out.Open("select", {{"id", "user"}, {"name", "user"}});
          for (const v1::Staff& staff : users->staff) {
            out.Leaf("option", staff.name(), {{"value", staff.user_id()}});
          }
          out.Close();
          out.Leaf("button", page.Say("worklist.sign_in"), {{"type", "submit"}});
          out.Leaf(
              "p", "",
              {{"id", "problem"}, {"role", "alert"}, {"data-text", page.Say("worklist.sign_in_failed")}});
          out.Close();
          out.Open("noscript");
          out.Paragraph(page.Say("worklist.no_script_sign_in"));
          respond(page.End(401));
        });
      });
}

void WorkList::List(Lang lang, v1::Actor actor, Respond respond) {
  auto sheet = std::make_shared<Sheet>();
  const engine::Engine& engine = *core_.options.engine;
  const bool personal = actor.role() != v1::ROLE_WALLBOARD;
  core_.options.engine->Read(
      [sheet, &engine, lang, personal](const domain::State& state, std::int64_t now_us) {
        *sheet = SheetOf(state, engine.tools(), now_us, lang, personal);
      },
      [this, weak = core_.weak_from_this(), sheet, lang, actor = std::move(actor),
       respond = std::move(respond)] {
        Core::FromEngine(
            weak, [this, sheet, lang, actor, respond] { respond(ListPage(core_, *sheet, actor, lang)); });
      });
}

}  // namespace legevakt::web
