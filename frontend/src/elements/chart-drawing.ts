import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import type { ChartSource } from "./chart";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const whole = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumFractionDigits: 1 });

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--zk-${name}`).trim();
}

function axes({ labels, unit, kind }: ChartSource) {
  const text = { color: colour("muted"), fontSize: 12 };
  const line = { lineStyle: { color: colour("line") } };
  return {
    xAxis: {
      type: "category",
      data: labels,
      boundaryGap: kind === "bar",
      axisLabel: { ...text, hideOverlap: true },
      axisLine: line,
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: unit,
      nameTextStyle: { ...text, align: "right", padding: [0, 6, 0, 0] },
      axisLabel: { ...text, formatter: (value: number) => short.format(value) },
      splitLine: line,
    },
  };
}

function tooltip(unit: string) {
  return {
    trigger: "axis",
    renderMode: "richText", // an HTML tooltip carries inline style, which the Content-Security-Policy forbids
    confine: true,
    backgroundColor: colour("surface"),
    borderColor: colour("line"),
    textStyle: { color: colour("text"), fontSize: 12 },
    valueFormatter: (value: unknown) => (typeof value === "number" ? `${whole.format(value)} ${unit}` : "–"),
  };
}

function option(source: ChartSource) {
  const several = source.series.length > 1;
  const font = getComputedStyle(document.body).fontFamily;
  return {
    ...axes(source),
    aria: { enabled: true, label: { general: { withoutTitle: source.title } } },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    color: ["chart-1", "chart-2", "chart-3", "chart-4"].map(colour),
    textStyle: { fontFamily: font },
    grid: { left: 4, right: 12, top: 30, bottom: 0, containLabel: true },
    tooltip: tooltip(source.unit),
    legend: { show: several, top: 0, right: 0, itemHeight: 8, itemWidth: 12, textStyle: { color: colour("muted") } },
    series: source.series.map(({ name, data }) => ({
      type: source.kind,
      name,
      data,
      barMaxWidth: 28,
      itemStyle: { borderRadius: source.kind === "bar" ? [2, 2, 0, 0] : 0 },
      symbol: "circle",
      symbolSize: 5,
      lineStyle: { width: 2 },
      cursor: source.links ? "pointer" : "default",
    })),
  };
}

/** One chart on the page, in the colours of the theme of the moment. */
export class Drawing {
  private readonly chart: EChartsType;

  constructor(
    canvas: HTMLElement,
    private readonly source: ChartSource,
  ) {
    this.chart = init(canvas, null, { renderer: "svg", locale: "ZH" });
    this.chart.on("click", ({ dataIndex }) => {
      const link = source.links?.[dataIndex];
      if (link) location.assign(link);
    });
    this.draw();
  }

  draw(): void {
    this.chart.setOption(option(this.source), true);
  }

  resize(): void {
    this.chart.resize();
  }

  dispose(): void {
    this.chart.dispose();
  }
}
