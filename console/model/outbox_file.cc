// The outbox as text. Field names are the file's format.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "console/model/outbox.h"

namespace legevakt::console {
namespace {

namespace json = boost::json;

std::string_view CutLine(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The next number of a line; 0 where there is none.
std::int64_t CutNumber(std::string_view& line) {
  std::int64_t number = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), number);
  line.remove_prefix(static_cast<std::size_t>(read.ptr - line.data()));
  if (!line.empty()) line.remove_prefix(1);
  return number;
}

bool ReadRequest(std::string_view text, Kept& kept) {
  return google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &kept.request).ok();
}

// As consoles wrote it before: four numbers and the request. Whether it was sent is not said: it may have
// been.
bool ReadOld(std::string_view line, Kept& kept) {
  kept.made_us = CutNumber(line);
  kept.subject.contact_id = CutNumber(line);
  kept.subject.call_id = CutNumber(line);
  kept.subject.mission_id = CutNumber(line);
  kept.sent_before = true;
  return ReadRequest(line, kept);
}

bool Read(std::string_view line, Kept& kept) {
  try {
    const json::value value = json::parse({line.data(), line.size()});
    const auto text = [&value](const char* key) { return std::string(value.at(key).as_string()); };
    kept.made_us = value.at("made_us").as_int64();
    kept.subject.contact_id = value.at("contact_id").as_int64();
    kept.subject.call_id = value.at("call_id").as_int64();
    kept.subject.mission_id = value.at("mission_id").as_int64();
    kept.sent_before = value.at("sent").as_bool();
    kept.red = value.at("red").as_bool();
    kept.journal_id = text("journal");
    kept.name = text("name");
    kept.phone = text("phone");
    return ReadRequest(json::serialize(value.at("request")), kept);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

std::string Outbox::ToText(std::string_view journal_id) const {
  std::string text = std::string(journal_id) + "\n";
  for (const auto& kept : kept_) {
    std::string request;
    if (!google::protobuf::util::MessageToJsonString(kept.request, &request).ok()) continue;
    const json::object line = {{"made_us", kept.made_us},
                               {"contact_id", kept.subject.contact_id},
                               {"call_id", kept.subject.call_id},
                               {"mission_id", kept.subject.mission_id},
                               {"sent", kept.sent_before},
                               {"red", kept.red},
                               {"journal", kept.journal_id},
                               {"name", kept.name},
                               {"phone", kept.phone},
                               {"request", json::parse(request)}};
    text += json::serialize(line) + "\n";
  }
  return text;
}

void Outbox::FromText(std::string_view text, std::string_view journal_id) {
  kept_.clear();
  const std::string_view written_for = CutLine(text);
  while (!text.empty()) {
    const std::string_view line = CutLine(text);
    Kept kept;
    if (!line.starts_with('{')) {
      kept.journal_id = written_for;
      if (!ReadOld(line, kept)) continue;
    } else if (!Read(line, kept)) {
      continue;
    }
    // Of a sent one nobody knows whether it arrived: with its own id it does nothing twice.
    kept.other_journal = kept.journal_id != journal_id;
    kept.state = kept.other_journal ? KeptState::kConflict : KeptState::kWaiting;
    kept_.push_back(std::move(kept));
  }
  ++changes_;
}

}  // namespace legevakt::console
