// The citizens' chat about fines.

import { keepPage } from "../shell/keep.js";
import { openPage } from "../shell/shell.js";
import "./chat/talk.js";

// What forgetting a talk needs, which comes when somebody does: without a connection, too.
const LATER = ["./chat/forgetting.js", "../components/dialog.js", "../components/form.js", "../components/field.js", "../components/state.js",
  "../components/notice.js"].map(name => new URL(name, import.meta.url).pathname);

void openPage({ title: ["주정차 과태료 상담", "Parking fines: ask"] }, () => { void keepPage(LATER); });
