import type { Drawing } from "./chart-drawing";

export interface ChartSource {
  title: string;
  kind: "bar" | "line";
  unit: string;
  labels: string[];
  series: { name: string; data: (number | null)[] }[];
  links?: string[];
}

/**
 * `<zk-chart data-source="ID">`: draw the JSON in `<script type="application/json" id="ID">`.
 *
 * What the page put inside (a table, a sentence) is the fallback and leaves the screen once the chart is drawn.
 */
class ZkChart extends HTMLElement {
  private drawing: Drawing | undefined;
  private readonly sizes = new ResizeObserver(() => this.drawing?.resize());
  private readonly themes = new MutationObserver(() => this.drawing?.draw());

  connectedCallback(): void {
    void this.start();
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
    this.themes.disconnect();
    this.drawing?.dispose();
    this.drawing = undefined;
    this.removeAttribute("data-drawn");
    this.querySelectorAll(".zk-chart-title, .zk-chart-canvas").forEach((part) => part.remove());
  }

  private async start(): Promise<void> {
    const json = document.getElementById(this.dataset.source ?? "")?.textContent;
    if (!json) return;
    const source = JSON.parse(json) as ChartSource;
    const { Drawing } = await import("./chart-drawing");
    if (!this.isConnected || this.drawing) return;
    const canvas = this.prepare(source.title);
    this.drawing = new Drawing(canvas, source);
    this.sizes.observe(canvas);
    this.themes.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  }

  private prepare(words: string): HTMLElement {
    const title = document.createElement("p");
    title.className = "zk-chart-title";
    title.textContent = words;
    const canvas = document.createElement("div");
    canvas.className = "zk-chart-canvas";
    this.setAttribute("data-drawn", "");
    this.append(title, canvas);
    return canvas;
  }
}

customElements.define("zk-chart", ZkChart);
