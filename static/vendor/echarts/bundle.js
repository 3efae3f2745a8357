// What the portal draws: step and dashed lines with a range, marks, a tooltip, a spoken description.
// Add a part here and run ../build.sh when a page needs more.
import { init, use } from "echarts/core";
import { LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

// SVG on the page (sharp on paper, colours from the page's CSS variables); canvas for the PNG to download.
use([LineChart, AriaComponent, GridComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export { init };
