#include "console/model/search.h"

#include <algorithm>
#include <array>
#include <utility>

namespace legevakt::console {
namespace {

constexpr std::size_t kWordMax = 40;
// A word that was typed whole.
constexpr int kWhole = 100;

// The UTF-8 letters that people here type, and what they are searched as.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kFolded = {{{"æ", "ae"},
                                                                                    {"Æ", "ae"},
                                                                                    {"ø", "o"},
                                                                                    {"Ø", "o"},
                                                                                    {"å", "a"},
                                                                                    {"Å", "a"},
                                                                                    {"é", "e"},
                                                                                    {"É", "e"},
                                                                                    {"è", "e"},
                                                                                    {"ö", "o"},
                                                                                    {"Ö", "o"},
                                                                                    {"ä", "a"},
                                                                                    {"Ä", "a"},
                                                                                    {"ô", "o"},
                                                                                    {"ü", "u"},
                                                                                    {"ò", "o"}}};

std::vector<std::string_view> Words(std::string_view folded) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < folded.size()) {
    const std::size_t space = std::min(folded.find(' ', at), folded.size());
    if (space > at) words.push_back(folded.substr(at, space - at));
    at = space + 1;
  }
  return words;
}

// Edits (insert, delete, change, swap of neighbours) from a to b, at most `limit` + 1.
int Distance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > kWordMax || b.size() > kWordMax) return limit + 1;
  std::array<std::array<int, kWordMax + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    const auto& above2 = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], above2[j - 2] + 1);
      }
    }
  }
  return rows[a.size() % 3][b.size()];
}

// How well the word fits the best of the texts; 0 where it does not.
int BestOf(std::string_view word, const std::vector<std::string>& texts) {
  int best = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const auto candidate : Words(texts[i])) {
      // The two names come first and count a little more than the search words.
      best = std::max(best, WordScore(word, candidate) + (i < 2 ? 1 : 0));
    }
  }
  return best <= 1 ? 0 : best;
}

// A complaint that some of the words were found in.
struct Found {
  triage::Index index = triage::kNone;
  int words = 0;
  double sum = 0;
};

}  // namespace

std::string Fold(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const auto folded = std::find_if(kFolded.begin(), kFolded.end(), [&](const auto& pair) {
      return text.substr(at).starts_with(pair.first);
    });
    if (folded != kFolded.end()) {
      result += folded->second;
      at += folded->first.size();
      continue;
    }
    if (c >= 'A' && c <= 'Z') {
      result += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
    ++at;
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

int WordScore(std::string_view typed, std::string_view word) {
  if (typed.empty() || word.empty()) return 0;
  if (typed == word) return kWhole;
  if (word.starts_with(typed)) return 80;
  if (typed.size() >= 3 && word.find(typed) != std::string_view::npos) return 60;
  const int limit = typed.size() >= 8 ? 2 : (typed.size() >= 4 ? 1 : 0);
  if (limit == 0) return 0;
  int edits = Distance(typed, word, limit);
  // A misspelt beginning: "brystsmer" for "brystsmerter" with an error in it.
  if (edits > limit && word.size() > typed.size())
    edits = Distance(typed, word.substr(0, typed.size()), limit);
  return edits <= limit ? 40 - 10 * edits : 0;
}

ComplaintSearch SearchComplaints(const triage::Tool& tool, std::string_view typed) {
  const std::string folded = Fold(typed);
  const auto words = Words(folded);
  const auto complaints = tool.complaints();
  std::vector<std::vector<std::string>> texts;
  texts.reserve(complaints.size());
  for (const auto& complaint : complaints) {
    auto& of = texts.emplace_back(std::vector<std::string>{Fold(complaint.name.nb), Fold(complaint.name.en)});
    for (const auto& each : complaint.words) of.push_back(Fold(each));
  }
  std::vector<Found> scores(complaints.size());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i].index = static_cast<triage::Index>(i);
  int said = 0;
  std::vector<int> fits(complaints.size());
  for (const auto word : words) {
    // "i" and "og" say nothing beside other words, where they are no word of the tool's.
    const int least = word.size() < 3 && words.size() > 1 ? kWhole : 1;
    int hits = 0;
    for (std::size_t i = 0; i < complaints.size(); ++i) {
      fits[i] = BestOf(word, texts[i]);
      if (fits[i] < least) fits[i] = 0;
      hits += fits[i] > 0 ? 1 : 0;
    }
    if (hits == 0 && least == kWhole) continue;
    ++said;
    // "vondt" is said of many, "øyet" of one.
    for (std::size_t i = 0; i < complaints.size(); ++i) {
      if (fits[i] == 0) continue;
      ++scores[i].words;
      scores[i].sum += static_cast<double>(fits[i]) / hits;
    }
  }
  // One word too many hides nothing.
  if (!words.empty()) std::erase_if(scores, [](const Found& each) { return each.words == 0; });
  std::stable_sort(scores.begin(), scores.end(), [](const Found& a, const Found& b) {
    return a.words != b.words ? a.words > b.words : a.sum > b.sum;
  });
  ComplaintSearch search;
  for (const Found& each : scores) search.found.push_back(each.index);
  search.sure = said > 0 && !scores.empty() && scores.front().words == said;
  return search;
}

triage::Index SureComplaint(const triage::Tool& tool, std::string_view typed) {
  const ComplaintSearch search = SearchComplaints(tool, typed);
  return search.sure ? search.found.front() : triage::kNone;
}

}  // namespace legevakt::console
