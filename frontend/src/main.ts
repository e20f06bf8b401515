import "./theme.css";

import "./partial";
import "./keys";
import "./menus";
import "./elements/chart";
import "./elements/copy";
import "./elements/drop";
import "./elements/follow-up";
import "./elements/once";
import "./elements/passkey";
import "./elements/print";
import "./elements/search";
import "./elements/table";
import "./elements/theme";
import "./elements/upload";
import "./elements/viewer";
import "./elements/visited";
