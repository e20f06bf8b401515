import htmx from "htmx.org";

import { csrfHeader } from "./csrf";

// Set here, before htmx reads its configuration: nothing of it may need eval or inline style, a form that is
// refused with 422 is shown with its errors, and pages with customers' data are not kept in the browser's storage.
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0 });
htmx.config.attributesToSettle = ["class", "width", "height"]; // no inline style: the CSP refuses it
htmx.config.responseHandling.unshift({ code: "422", swap: true });

document.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  Object.assign(headers, csrfHeader());
});
