// "Trenger hjelp", who answers for what, shift change, second opinions, warnings.
#include <gtest/gtest.h>

#include "central/domain/alarms.h"
#include "central/domain/apply.h"
#include "central/domain/documents.h"
#include "central/domain/invariants.h"
#include "central/domain/testing.h"
#include "central/domain/warnings.h"

namespace legevakt::domain::testing {
namespace {

v1::Command RequestHelpCommand(std::int64_t contact_id = 0) {
  v1::Command command;
  command.mutable_request_help()->set_contact_id(contact_id);
  return command;
}

std::int64_t AskForHelp(Centre& centre, const v1::Actor& actor, std::int64_t contact_id = 0) {
  return centre.Must(actor, RequestHelpCommand(contact_id)).events.at(0).revision();
}

v1::Command AnswerHelpCommand(std::int64_t help_id) {
  v1::Command command;
  command.mutable_answer_help()->set_help_id(help_id);
  return command;
}

v1::Command CancelHelpCommand(std::int64_t help_id) {
  v1::Command command;
  command.mutable_cancel_help()->set_help_id(help_id);
  return command;
}

v1::Command TakeOverCommand(const std::string& from, std::vector<std::int64_t> contacts = {}) {
  v1::Command command;
  command.mutable_take_over()->set_from_user_id(from);
  for (const std::int64_t id : contacts) command.mutable_take_over()->add_contact_ids(id);
  return command;
}

v1::Command EndShiftCommand() {
  v1::Command command;
  command.mutable_end_shift();
  return command;
}

v1::Command ConsultCommand(std::int64_t contact_id, const std::string& with, const std::string& text) {
  v1::Command command;
  command.mutable_request_consult()->set_contact_id(contact_id);
  command.mutable_request_consult()->set_with_id(with);
  command.mutable_request_consult()->mutable_personal()->set_text(text);
  return command;
}

v1::Command AnswerConsultCommand(std::int64_t contact_id, std::int64_t consult_id, const std::string& text) {
  v1::Command command;
  command.mutable_answer_consult()->set_contact_id(contact_id);
  command.mutable_answer_consult()->set_consult_id(consult_id);
  command.mutable_answer_consult()->mutable_personal()->set_text(text);
  return command;
}

v1::Command WarningCommand(const std::string& phone, const std::string& address) {
  v1::Command command;
  v1::Personal& personal = *command.mutable_set_warning()->mutable_personal();
  if (!phone.empty()) personal.set_phone(phone);
  if (!address.empty()) personal.set_address(address);
  personal.set_text("Truet ambulansen i fjor");
  return command;
}

void HangUp(Centre& centre, const v1::Actor& actor, std::int64_t contact_id) {
  v1::Command end;
  end.mutable_end_call()->set_call_id(centre.contact(contact_id).call_ids(0));
  centre.Must(actor, end);
}

// --- trenger hjelp -----------------------------------------------------------------------------------------

// Somebody of whom central has heard within half an hour.
void Act(Centre& centre, const v1::Actor& actor) {
  centre.Answered(actor);
}

TEST(Help, WhoHasDoneNothingForHalfAnHourIsNotWaitedFor) {
  Centre centre;
  Act(centre, Siri());
  centre.Pass(31 * kMinuteUs);
  const std::int64_t id = AskForHelp(centre, Kari());
  centre.Pass(60 * kSecondUs);
  EXPECT_EQ(centre.state().help.at(id).step(), v1::HELP_STEP_OVERFLOW_CENTRE);
}

TEST(Help, GoesFromTheDoctorToASecondPersonToTheOverflowCentreUntilOneAnswers) {
  Centre centre;
  Act(centre, Siri());
  Act(centre, Ola());
  const std::int64_t id = AskForHelp(centre, Kari());
  const auto help = [&]() -> const v1::Help& { return centre.state().help.at(id); };
  EXPECT_EQ(help().step(), v1::HELP_STEP_DOCTOR);
  EXPECT_EQ(help().asked_id(), "lege-nilsen");
  centre.Pass(60 * kSecondUs);
  EXPECT_EQ(help().step(), v1::HELP_STEP_SECOND_PERSON);
  EXPECT_EQ(help().asked_id(), "siri") << "the shift leader first";
  centre.Pass(60 * kSecondUs);
  EXPECT_EQ(help().step(), v1::HELP_STEP_OVERFLOW_CENTRE);
  EXPECT_EQ(help().asked_id(), "nabosentralen");
  centre.Pass(kHourUs);
  EXPECT_TRUE(FindAlarm(centre.state(), {v1::ALARM_KIND_HELP, id}, centre.now_us()))
      << "it never ends by itself";
  centre.Must(Ola(), AnswerHelpCommand(id));
  EXPECT_FALSE(FindAlarm(centre.state(), {v1::ALARM_KIND_HELP, id}, centre.now_us()));
  EXPECT_EQ(help().answered_by().user_id(), "ola");
}

TEST(Help, AStepAtWhichNobodyIsIsNotWaitedFor) {
  Centre centre;
  for (const v1::Actor& doctor : {Station(), Driver()}) {
    v1::Command duty;
    duty.mutable_set_duty()->set_doctor_id(doctor.user_id());
    centre.Must(doctor, duty);
  }
  Act(centre, Siri());
  Act(centre, Kari());
  const std::int64_t id = AskForHelp(centre, Siri());
  EXPECT_EQ(centre.state().help.at(id).step(), v1::HELP_STEP_SECOND_PERSON);
  EXPECT_EQ(centre.state().help.at(id).asked_id(), "kari") << "never the one who asks";
}

TEST(Help, OneKeyTwiceIsOneCallAndAnAnswerStopsThePassingOn) {
  Centre centre;
  const std::int64_t id = AskForHelp(centre, Kari());
  EXPECT_TRUE(centre.Must(Kari(), RequestHelpCommand()).events.empty());
  EXPECT_EQ(centre.Try(Kari(), AnswerHelpCommand(id)), v1::REASON_NOT_ALLOWED) << "nobody helps themselves";
  centre.Must(Station(), AnswerHelpCommand(id));
  EXPECT_EQ(centre.Try(Ola(), AnswerHelpCommand(id)), v1::REASON_WRONG_STATE);
  centre.Pass(5 * kMinuteUs);
  EXPECT_EQ(centre.state().help.at(id).step(), v1::HELP_STEP_DOCTOR);
  centre.Pass(kHourUs);
  centre.Ring();
  EXPECT_EQ(centre.Try(Ola(), AnswerHelpCommand(id)), v1::REASON_UNKNOWN_HELP) << "shown for an hour";
}

TEST(Help, TheOverflowCentreAnswersByTelephoneAndWhoeverCalledItRecordsThat) {
  Centre centre;
  const std::int64_t id = AskForHelp(centre, Kari());
  centre.Pass(2 * kMinuteUs);
  centre.Must(Kari(), AnswerHelpCommand(id));
  EXPECT_NE(centre.state().help.at(id).answered_us(), 0);
}

TEST(Help, OnlyWhoAskedOrTheShiftLeaderTakesItBack) {
  Centre centre;
  const std::int64_t id = AskForHelp(centre, Kari());
  EXPECT_EQ(centre.Try(Ola(), CancelHelpCommand(id)), v1::REASON_NOT_OWNER);
  centre.Must(Kari(), CancelHelpCommand(id));
  EXPECT_TRUE(centre.state().help.empty());
  EXPECT_EQ(centre.Try(Kari(), CancelHelpCommand(id)), v1::REASON_UNKNOWN_HELP);
  EXPECT_EQ(centre.Try(Kari(), RequestHelpCommand(4711)), v1::REASON_UNKNOWN_CONTACT);
}

TEST(Help, TheDoctorWhoIsAskedSeesItAndAfterThatEveryDoctorOnDuty) {
  Centre centre;
  const std::int64_t contact = centre.Assessed("haster");
  const std::int64_t id = AskForHelp(centre, Kari(), contact);
  const auto seen_by = [&](const v1::Actor& doctor) {
    return MakeDutyView(centre.state(), doctor.user_id(), centre.now_us(), "j", {}).help_size();
  };
  EXPECT_EQ(seen_by(Station()), 1);
  EXPECT_EQ(seen_by(Driver()), 0);
  centre.Pass(60 * kSecondUs);
  EXPECT_EQ(seen_by(Station()), 1);
  EXPECT_EQ(seen_by(Driver()), 1);
  centre.Must(Driver(), AnswerHelpCommand(id));
  EXPECT_EQ(seen_by(Station()), 0);
}

// --- who answers for it ------------------------------------------------------------------------------------

TEST(Owner, LettingGoOfAContactIsNotLeavingIt) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  EXPECT_EQ(centre.contact(id).owner().user_id(), "kari");
  v1::Command park;
  park.mutable_park_contact()->set_contact_id(id);
  centre.Must(Kari(), park);
  EXPECT_FALSE(centre.contact(id).has_claim());
  EXPECT_EQ(centre.contact(id).owner().user_id(), "kari");
  v1::Command claim;
  claim.mutable_claim_contact()->set_contact_id(id);
  centre.Must(Ola(), claim);
  EXPECT_EQ(centre.contact(id).owner().user_id(), "ola");
  ASSERT_EQ(centre.contact(id).earlier_owners_size(), 1);
  EXPECT_EQ(centre.contact(id).earlier_owners(0).user_id(), "kari");
}

TEST(Owner, AContactThatNobodyAnswersForIsRepaired) {
  Centre centre;
  const std::int64_t id = centre.Assessed("vanlig");
  State broken = centre.state();
  broken.contacts.at(id).clear_owner();
  const auto violations = CheckAll(broken);
  ASSERT_EQ(violations.size(), 1u);
  ASSERT_TRUE(Apply(broken, Repair(broken, violations[0], centre.now_us())).ok());
  EXPECT_TRUE(CheckAll(broken).empty());
  EXPECT_EQ(broken.contacts.at(id).owner().name(), Kari().name());
}

TEST(Shift, NobodyLeavesWhileAnsweringForSomething) {
  Centre centre;
  const std::int64_t one = centre.Assessed("vanlig");
  const std::int64_t two = centre.Assessed("haster");
  const Decision refused = centre.Run(Kari(), EndShiftCommand());
  ASSERT_TRUE(refused.refusal);
  EXPECT_EQ(refused.refusal->reason(), v1::REASON_STILL_OWNS);
  EXPECT_EQ(refused.refusal->args(0).value(), "2");
  centre.Must(Kari(), CloseCommand(one, v1::MEASURE_ADVICE, "x"));
  centre.Must(Ola(), TakeOverCommand("kari", {two}));
  centre.Must(Kari(), EndShiftCommand());
  EXPECT_TRUE(centre.journal().back().has_shift_ended());
}

TEST(Shift, TakenOverOneByOneOrAllAndBothNamesAreKept) {
  Centre centre;
  const std::int64_t one = centre.Assessed("vanlig");
  const std::int64_t two = centre.Assessed("haster");
  const std::int64_t olas = centre.Assessed("haster", Ola());
  EXPECT_EQ(centre.Try(Ola(), TakeOverCommand("kari", {olas})), v1::REASON_CLAIMED_BY_OTHER);
  EXPECT_EQ(centre.Try(Ola(), TakeOverCommand("ola")), v1::REASON_BAD_FIELD);
  EXPECT_EQ(centre.Try(Ola(), TakeOverCommand("nobody")), v1::REASON_UNKNOWN_USER);
  EXPECT_EQ(centre.Try(Ola(), TakeOverCommand("kari", {4711})), v1::REASON_UNKNOWN_CONTACT);
  centre.Must(Ola(), TakeOverCommand("kari", {one}));
  EXPECT_EQ(centre.contact(one).owner().user_id(), "ola");
  EXPECT_EQ(centre.contact(two).owner().user_id(), "kari");
  centre.Must(Ola(), TakeOverCommand("kari"));
  EXPECT_EQ(centre.contact(two).owner().user_id(), "ola");
  EXPECT_EQ(centre.contact(two).earlier_owners(0).user_id(), "kari");
  ASSERT_EQ(centre.state().handovers.size(), 2u);
  EXPECT_EQ(centre.state().handovers[0].from_user_id(), "kari");
  EXPECT_EQ(centre.state().handovers[0].to().user_id(), "ola");
  EXPECT_FALSE(centre.state().handovers[0].all());
  EXPECT_TRUE(centre.state().handovers[1].all());
  centre.Pass(kDayUs);
  centre.Ring();
  EXPECT_TRUE(centre.state().handovers.empty());
}

TEST(Shift, TakingOverLetsGoOfWhatTheOtherHadOpenButNotOfAConversation) {
  Centre centre;
  const std::int64_t talking = centre.Assessed("vanlig");
  const std::int64_t hung_up = centre.Assessed("vanlig");
  HangUp(centre, Kari(), hung_up);
  centre.Must(Ola(), TakeOverCommand("kari"));
  EXPECT_TRUE(centre.contact(talking).has_claim());
  EXPECT_FALSE(centre.contact(hung_up).has_claim());
  centre.Pass(30 * kMinuteUs);
  EXPECT_TRUE(centre.contact(talking).has_claim());
  EXPECT_EQ(centre.contact(talking).owner().user_id(), "ola") << "time gives nothing back to who left";
}

TEST(Shift, NotesForTheNextShiftStayUntilSomebodyFinishesThem) {
  Centre centre;
  v1::Command note;
  note.mutable_add_shift_note();
  EXPECT_EQ(centre.Try(Kari(), note), v1::REASON_BAD_FIELD);
  note.mutable_add_shift_note()->mutable_personal()->set_text("Bilen er på verksted til kl. 02");
  const std::int64_t id = centre.Must(Kari(), note).events.at(0).revision();
  centre.Pass(12 * kHourUs);
  EXPECT_EQ(centre.state().shift_notes.at(id).by().user_id(), "kari");
  v1::Command finish;
  finish.mutable_finish_shift_note()->set_note_id(id);
  centre.Must(Ola(), finish);
  EXPECT_TRUE(centre.state().shift_notes.empty());
  EXPECT_EQ(centre.Try(Ola(), finish), v1::REASON_UNKNOWN_NOTE);
}

// --- konferer ----------------------------------------------------------------------------------------------

TEST(Consult, WaitsAsAnAlarmAndIsReadInTheNote) {
  Centre centre;
  const std::int64_t id = centre.Assessed("haster");
  EXPECT_EQ(centre.Try(Kari(), ConsultCommand(id, "", "")), v1::REASON_BAD_FIELD);
  EXPECT_EQ(centre.Try(Kari(), ConsultCommand(id, "kari", "Hva nå?")), v1::REASON_BAD_FIELD);
  EXPECT_EQ(centre.Try(Kari(), ConsultCommand(id, "nobody", "Hva nå?")), v1::REASON_UNKNOWN_USER);
  const std::int64_t consult =
      centre.Must(Kari(), ConsultCommand(id, "lege-nilsen", "Kan hun vente til i morgen?"))
          .events.at(0)
          .revision();
  EXPECT_TRUE(FindAlarm(centre.state(), {v1::ALARM_KIND_CONSULT_WAITS, id}, centre.now_us()));
  const auto view = MakeDutyView(centre.state(), "lege-nilsen", centre.now_us(), "j", {});
  ASSERT_EQ(view.consults_size(), 1);
  EXPECT_EQ(view.consults(0).question(), "Kan hun vente til i morgen?");
  EXPECT_EQ(MakeDutyView(centre.state(), "lege-berg", centre.now_us(), "j", {}).consults_size(), 0);
  EXPECT_EQ(centre.Try(Station(), AnswerConsultCommand(id, consult + 1, "Ja")), v1::REASON_UNKNOWN_CONSULT);
  centre.Must(Station(), AnswerConsultCommand(id, consult, "Ja, om hun drikker"));
  EXPECT_FALSE(FindAlarm(centre.state(), {v1::ALARM_KIND_CONSULT_WAITS, id}, centre.now_us()));
  EXPECT_EQ(centre.Try(Station(), AnswerConsultCommand(id, consult, "Nei")), v1::REASON_UNKNOWN_CONSULT)
      << "an answer is not overwritten";
  DocumentContext context;
  context.tools = &centre.tools();
  const std::string note = JournalNote(centre.state(), centre.contact(id), context);
  EXPECT_NE(note.find("Kan hun vente til i morgen?"), std::string::npos) << note;
  EXPECT_NE(note.find("Ja, om hun drikker"), std::string::npos) << note;
  EXPECT_NE(note.find("Lege Nilsen"), std::string::npos) << note;
}

// --- warnings ----------------------------------------------------------------------------------------------

TEST(Warnings, AreFoundHoweverTheNumberOrTheAddressIsWritten) {
  Centre centre;
  centre.Must(Kari(), WarningCommand("+47 900 00 000", ""));
  centre.Must(Kari(), WarningCommand("", "Åsveien 3, 7600 LEVANGER"));
  const std::int64_t id = centre.Answered();  // from 90000000
  EXPECT_EQ(WarningsFor(centre.state(), centre.contact(id)).size(), 1u);
  v1::Command intake;
  intake.mutable_record_intake()->set_contact_id(id);
  intake.mutable_record_intake()->mutable_personal()->set_address("åsveien 3 7600 Levanger");
  centre.Must(Kari(), intake);
  EXPECT_EQ(WarningsFor(centre.state(), centre.contact(id)).size(), 2u);
  v1::Personal other;
  other.set_phone("90000001");
  other.set_address("Åsveien 4, 7600 Levanger");
  EXPECT_TRUE(WarningsFor(centre.state(), other).empty());
  EXPECT_TRUE(WarningsFor(centre.state(), v1::Personal()).empty()) << "what is not known matches nothing";
}

TEST(Warnings, NeedAPlaceAReasonAndAnEnd) {
  Centre centre;
  EXPECT_EQ(centre.Try(Kari(), WarningCommand("", " ,")), v1::REASON_BAD_FIELD);
  v1::Command no_text = WarningCommand("90000000", "");
  no_text.mutable_set_warning()->mutable_personal()->clear_text();
  EXPECT_EQ(centre.Try(Kari(), no_text), v1::REASON_BAD_FIELD);
  v1::Command past = WarningCommand("90000000", "");
  past.mutable_set_warning()->set_until_us(centre.now_us());
  EXPECT_EQ(centre.Try(Kari(), past), v1::REASON_BAD_FIELD);

  const std::int64_t id = centre.Must(Kari(), WarningCommand("90000000", "")).events.at(0).revision();
  v1::Command clear;
  clear.mutable_clear_warning()->set_warning_id(id);
  EXPECT_EQ(centre.Try(Kari(), clear), v1::REASON_NEEDS_REASON);
  clear.mutable_clear_warning()->set_reason("Ny beboer");
  centre.Must(Kari(), clear);
  EXPECT_EQ(centre.Try(Kari(), clear), v1::REASON_UNKNOWN_WARNING);

  centre.Must(Kari(), WarningCommand("90000000", ""));
  centre.Pass(365 * kDayUs);
  EXPECT_TRUE(centre.state().warnings.empty()) << "nobody is marked for ever";
}

}  // namespace
}  // namespace legevakt::domain::testing
