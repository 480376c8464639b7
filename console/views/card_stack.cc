// Which card lies on top, and what becomes of one that another is opened over: what is typed on it is there
// when it comes back. Only the hand that closes a card throws away what is typed on it.
#include <algorithm>
#include <utility>

#include "console/views/app.h"
#include "console/views/next_alarm.h"

namespace legevakt::console {
namespace {

// More lie on each other only where nobody goes back.
constexpr std::size_t kBeneathMax = 8;

// On a card whose texts are its own.
bool IsTyped(const ViewState& view, const ShelveInput& shelve) {
  const CardInput& card = view.card;
  if (view.overlay == Overlay::kShelve) return !shelve.reason.empty() || shelve.choice >= 0;
  // What was found there is forgotten with the card.
  if (view.overlay == Overlay::kLookup) return true;
  return !card.text.empty() || !card.reason.empty() || !card.query.empty() || !card.picked.empty();
}

// On a card whose texts lie with the drafts: they are not lost with it, and still it comes back.
bool IsDrafted(App& app) {
  const ViewState& view = app.view();
  switch (view.overlay) {
    case Overlay::kConsult: {
      const Draft& draft = app.DraftOf(view.contact_id);
      return !draft.question.empty() || !draft.advised.empty();
    }
    case Overlay::kWarning:
      return !app.DraftOf(view.contact_id).warning.empty();
    case Overlay::kPaperCase:
      return Touched(app.shell().paper_case);
    case Overlay::kHandover:
      return !app.shell().shift_note.empty();
    case Overlay::kCallback: {
      const auto done = app.shell().callback_done.find(view.overlay_id);
      return done != app.shell().callback_done.end() && !done->second.empty();
    }
    case Overlay::kStep:
      return view.step_choice >= 0;
    default:
      return false;
  }
}

CardInput OnlyTexts(CardInput card) {
  CardInput texts;
  texts.text = std::move(card.text);
  texts.reason = std::move(card.reason);
  return texts;
}

}  // namespace

void App::PutAside(bool returns) {
  if (view_.overlay == Overlay::kNone) return;
  if (!IsTyped(view_, shell_.shelve) && !(returns && IsDrafted(*this))) return;
  if (view_.overlay == Overlay::kLookup && !returns) return;
  auto& beneath = view_.beneath;
  if (beneath.size() == kBeneathMax) beneath.erase(beneath.begin());
  view_.card.send = false;
  // A card without a subject of its own is about the open contact.
  beneath.push_back({view_.overlay, view_.overlay_id, view_.overlay_id == 0 ? view_.overlay_about : 0,
                     std::move(view_.card), shell_.shelve, view_.step, view_.step_choice, returns});
}

bool App::LiesBeneath(Overlay overlay) const {
  return std::any_of(view_.beneath.begin(), view_.beneath.end(),
                     [overlay](const CardBeneath& card) { return card.overlay == overlay && card.returns; });
}

void App::Open(Overlay overlay, std::int64_t id) {
  if (overlay == Overlay::kHandover && shell_.shift_ended) overlay = Overlay::kShiftEnded;
  PutAside(true);
  Begin(overlay, id);
  if (overlay == Overlay::kShelve) {
    const domain::Alarm* alarm = FirstThatCanBeShelved(*this);
    shell_.shelve = {alarm == nullptr ? domain::Alarm() : *alarm, {}, -1};
  }
  auto& beneath = view_.beneath;
  const std::int64_t about = id == 0 ? view_.contact_id : 0;
  const auto typed = std::find_if(beneath.rbegin(), beneath.rend(), [&](const CardBeneath& card) {
    const bool same = card.overlay == overlay && card.id == id && card.contact_id == about;
    return same && (overlay != Overlay::kShelve || card.shelve.alarm.id() == shell_.shelve.alarm.id());
  });
  if (typed == beneath.rend()) return;
  // What was ticked on one that was left may be another thing by now.
  if (!typed->returns) typed->card = OnlyTexts(std::move(typed->card));
  view_.card = std::move(typed->card);
  if (overlay == Overlay::kShelve) shell_.shelve = std::move(typed->shelve);
  beneath.erase(std::next(typed).base());
  ui().open_at_end = true;
}

void App::Begin(Overlay overlay, std::int64_t id) {
  view_.overlay = overlay;
  view_.overlay_id = id;
  view_.overlay_about = view_.contact_id;
  view_.red_call = 0;
  view_.card = {};
  ui().open_at_end = false;
  view_.palette_query.clear();
  view_.palette_at = 0;
  ui().focus.Trap(ui::Id("overlay/first").zone());
  ui().focus.Set(overlay == Overlay::kPalette ? "overlay/query" : "overlay/first");
}

void App::PutAllAside() {
  PutAside(false);
  for (CardBeneath& card : view_.beneath) card.returns = false;
  std::erase_if(view_.beneath, [](const CardBeneath& card) { return card.overlay == Overlay::kLookup; });
}

void App::LeaveOverlay() {
  PutAllAside();
  CloseOverlay();
}

void App::CloseOverlay() {
  auto& beneath = view_.beneath;
  // The shift was handed over on it, and is.
  if (shell_.shift_ended)
    std::erase_if(beneath, [](const CardBeneath& card) { return card.overlay == Overlay::kHandover; });
  const auto is_here = [this](const CardBeneath& card) {
    return card.contact_id == 0 || card.contact_id == view_.contact_id;
  };
  if (!beneath.empty() && beneath.back().returns && is_here(beneath.back())) {
    CardBeneath card = std::move(beneath.back());
    beneath.pop_back();
    Begin(card.overlay, card.id);
    view_.card = std::move(card.card);
    if (card.overlay == Overlay::kShelve) shell_.shelve = std::move(card.shelve);
    view_.step = card.step;
    view_.step_choice = card.step_choice;
    ui().open_at_end = true;
    return;
  }
  view_.overlay = Overlay::kNone;
  ui().open_at_end = false;
  ui().focus.Trap(0);
  ui().focus.Clear();
  if (contact() != nullptr) SetTab(view_.tab);
}

}  // namespace legevakt::console
