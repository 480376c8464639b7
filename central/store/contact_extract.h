// One contact as a complete, readable extract (proto/legevakt/v1/extract.proto): every call, assessment,
// answer with the tool's own words, mission, note, second opinion and correction, and each event that
// concerns it, with who and when. What was corrected stays readable. With names, numbers and free text:
// whoever gets it must be allowed to read it. Reads only; works beside a running central.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/status.h"
#include "base/text.h"
#include "legevakt/v1/extract.pb.h"

namespace legevakt::store {

namespace v1 = legevakt::v1;

// Goes through the journal twice. NOT_FOUND where there never was such a contact; else errors as Verify's,
// and DATA_LOSS where the journal is not whole.
absl::StatusOr<v1::ContactExtract> ExtractContact(const std::filesystem::path& journal,
                                                  std::int64_t contact_id, text::Lang lang);

// Canonical proto3 JSON with the fields' own names (central/cli/schemas/export_contact.schema.json).
std::string ExtractAsJson(const v1::ContactExtract& extract);

// A page that stands alone, for screen and paper: no script, nothing from elsewhere.
std::string ExtractAsPage(const v1::ContactExtract& extract);

}  // namespace legevakt::store
