// The work list as a page of plain HTML, /worklist: for whoever reads with a screen reader, with large
// letters, with the keyboard alone, or on a machine without the console.
//
// Central writes the whole page; the script (pages/worklist.js) only asks for it again and puts what has
// changed into the page that is there, so that no row and no focus is lost. Needs a session, as the doctors'
// page does; a wall board sees no names. Thread: the web server's.
#pragma once

#include <functional>
#include <string>

#include "base/text.h"
#include "central/web/api.h"
#include "central/web/message.h"
#include "legevakt/v1/common.pb.h"

namespace legevakt::web {

struct Core;

class WorkList {
 public:
  // `core` owns this.
  explicit WorkList(Core& core) : core_(core) {}

  // GET /worklist, with ?lang=en in English.
  void Handle(const Request& request, Respond respond);

 private:
  void SignIn(text::Lang lang, Respond respond);
  void List(text::Lang lang, v1::Actor actor, Respond respond);

  Core& core_;
};

}  // namespace legevakt::web
