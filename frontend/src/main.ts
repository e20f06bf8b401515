import "./theme.css";

import "./partial";
import "./menus";
import "./elements/chart";
import "./elements/copy";
import "./elements/drop";
import "./elements/once";
import "./elements/search";
import "./elements/theme";
