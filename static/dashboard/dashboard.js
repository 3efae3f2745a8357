/*
 * The dashboard's script: asks whether the figures changed, exchanges them, draws figure 1.
 *
 * The server renders all figures and words; this file holds no text and no business rule. Without it the page is
 * complete: the chart's data stand in the table under it. ES2017 (see portal.css).
 */
(function () {
  "use strict";

  const region = document.getElementById("figures");
  if (!region) return;

  /* ------------------------------------------------------------ asking for changes */

  const QUICK = 1000;                 // a count just entered shows within two seconds
  const SLOW = 5000;                  // a page left open and untouched
  const CALM_AFTER = 10 * 60 * 1000;  // so long without a change or a touch
  const connection = document.getElementById("connection");
  let version = region.dataset.version;
  let lastLively = Date.now();
  let timer = null;
  let asking = false;

  function say(text) {
    connection.hidden = !text;
    connection.textContent = text;
  }

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    let goOn = true;
    try {
      // no-store: the browser's own cache would turn a 304 into a 200 and hide that nothing changed.
      const response = await fetch(region.dataset.url + window.location.search, {
        headers: { "If-None-Match": version },
        cache: "no-store",
        credentials: "same-origin",
      });
      if (response.redirected || response.status === 401 || response.status === 403) {
        say(region.dataset.signedOut);
        goOn = false;
      } else if (response.status === 304) {
        say("");
      } else if (response.ok) {
        const html = await response.text();
        say("");
        version = response.headers.get("ETag");
        lastLively = Date.now();
        exchange(html);
      } else {
        say(region.dataset.offline);
      }
    } catch (error) {
      say(region.dataset.offline);
    }
    asking = false;
    if (goOn) plan();
  }

  function plan() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, Date.now() - lastLively > CALM_AFTER ? SLOW : QUICK);
  }

  function wake() {
    const wasCalm = Date.now() - lastLively > CALM_AFTER;
    lastLively = Date.now();
    if (wasCalm) plan();
  }

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) {
      lastLively = Date.now();
      ask();
    }
  });
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  window.addEventListener("online", ask);

  /* Puts the new figures in place of the old ones and keeps what the reader was doing: opened tables, the focus. */
  function exchange(html) {
    const open = Array.from(region.querySelectorAll("details[open]")).map(function (element) { return element.id; });
    const focused = region.contains(document.activeElement) ? Array.from(region.querySelectorAll("a, button, summary")).indexOf(document.activeElement) : -1;
    // The chart keeps its element: it moves to its new value instead of being drawn from nothing.
    const canvas = document.getElementById("burn-up");
    region.innerHTML = html;
    open.forEach(function (id) {
      const element = document.getElementById(id);
      if (element) element.open = true;
    });
    const place = document.getElementById("burn-up");
    if (place && canvas && chart) {
      canvas.setAttribute("aria-label", place.getAttribute("aria-label"));
      place.parentNode.replaceChild(canvas, place);
    }
    settle();
    const again = region.querySelectorAll("a, button, summary")[focused];
    if (again) again.focus();
  }

  /* ------------------------------------------------------------ figure 1 */

  const DAY = 24 * 3600 * 1000;
  // The day before the month, as everywhere on the page.
  const LOCALE = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
  let chart = null;
  let data = null;
  let span = "whole";

  function time(day) { return new Date(day + "T00:00:00").getTime(); }

  function actualAt(moment) {
    let covered = 0;
    data.openings.forEach(function (opening) { if (time(opening[0]) <= moment) covered = opening[1]; });
    return covered;
  }

  /* `color` names a token: on the page a CSS variable, so dark mode and paper need no redrawing; for the PNG its value. */
  function chartOption(color, forPicture) {
    const words = data.words;
    const first = time(data.first_day), last = time(data.last_day), today = time(data.today);
    const forecast = data.forecast.map(function (point) { return [time(point[0]), point[1], point[2], point[3]]; });
    const end = forecast.length ? Math.max(last, forecast[forecast.length - 1][0]) : last;
    const year = span === "year";
    const left = year ? Math.max(first, today - 366 * DAY) : first;
    const right = year ? Math.min(end, today + 366 * DAY) : end;
    const narrow = !forPicture && document.getElementById("burn-up").clientWidth < 480;
    const text = { color: color("ink-second"), fontSize: narrow ? 12 : 13, fontFamily: color("sans") };
    const strong = Object.assign({}, text, { fontSize: 14, fontWeight: 700, color: color("ink") });

    const actual = [[first, 0]].concat(data.openings.map(function (opening) { return [time(opening[0]), opening[1]]; }));
    actual.push([today, data.covered]);

    // The whole programme ends at the target, its heaviest line; a year at what happens in it.
    const visible = [5, data.covered, data.due_today || 0];
    forecast.forEach(function (point) { if (point[0] <= right) visible.push(point[3]); });
    let top = Math.ceil(Math.max.apply(null, visible) * 1.15);
    if (data.target !== null && (!year || top > data.target)) top = Math.max(data.target, data.covered);
    const targetInView = data.target !== null && data.target <= top;

    const series = [];
    if (forecast.length) {
      // Two stacked areas make the range: an invisible one up to its lower edge, the tinted one on it.
      series.push({ type: "line", stack: "range", data: forecast.map(function (point) { return [point[0], point[1]]; }), lineStyle: { opacity: 0 }, symbol: "none", silent: true });
      series.push({ type: "line", stack: "range", data: forecast.map(function (point) { return [point[0], point[3] - point[1]]; }), lineStyle: { opacity: 0 }, symbol: "none", silent: true, areaStyle: { color: color("series-1"), opacity: 0.16 } });
    }
    if (data.target !== null) {
      series.push({ type: "line", data: [[first, 0], [last, data.target]], symbol: "none", silent: true, lineStyle: { color: color("ink-second"), width: 1.4, type: [1.5, 4], cap: "round" } });
    }
    if (forecast.length) {
      series.push({ type: "line", data: forecast.map(function (point) { return [point[0], point[2]]; }), symbol: "none", silent: true, lineStyle: { color: color("series-1"), width: 2, type: [6, 4] } });
    }

    // Under the pointer ECharts would brighten a line, and it cannot compute with a CSS variable: the line would vanish.
    series.forEach(function (line) { line.emphasis = { disabled: true }; });

    const marks = [];
    if (targetInView) {
      marks.push({ yAxis: data.target, lineStyle: { color: color("ink"), width: 1.6, type: "solid" }, label: Object.assign({}, text, { show: true, position: "insideMiddleTop", formatter: words.target }) });
    }
    if (data.target !== null && last <= right) {
      marks.push({ xAxis: last, lineStyle: { color: color("ink"), width: 1, type: [2, 3] }, label: Object.assign({}, text, { show: true, position: "insideStartTop", rotate: 0, align: "right", padding: [0, 6, 4, 0], formatter: words.deadline }) });
    }
    if (!data.over) {
      marks.push({ xAxis: today, lineStyle: { color: color("edge"), width: 1, type: "solid" }, label: { show: false } });
    }
    const nearEnd = today - left > 0.7 * (right - left);
    const points = [{
      coord: [today, data.covered],
      symbol: "circle", symbolSize: 11,
      itemStyle: { color: color("series-1"), borderColor: color("sheet"), borderWidth: 2 },
      label: {
        show: true, position: nearEnd ? "left" : "right", distance: 10, align: nearEnd ? "right" : "left", verticalAlign: "top",
        formatter: "{strong|" + words.actual + " " + data.covered + "}" + (data.due_today === null || narrow ? "" : "\n{text|" + words.plan_today + " " + data.due_today + "}"),
        rich: { strong: Object.assign({ lineHeight: 18 }, strong), text: Object.assign({ lineHeight: 17 }, text) },
      },
    }];
    if (data.reached_on && targetInView && time(data.reached_on) <= right) {
      points.push({
        coord: [time(data.reached_on), data.target],
        symbol: "circle", symbolSize: 10,
        itemStyle: { color: color("sheet"), borderColor: color("series-1"), borderWidth: 2 },
        label: {
          // Right of its point, below the target's line; on a phone there is no room but to the left.
          show: true, position: "bottom", distance: 8, align: narrow ? "right" : "left", offset: [narrow ? 0 : 8, 0],
          backgroundColor: narrow ? color("sheet") : "transparent", padding: narrow ? [2, 4] : 0,
          formatter: "{strong|" + words.reached + "}\n{text|" + words.median + "}",
          rich: { strong: Object.assign({}, strong, { lineHeight: 20, color: color("accent") }), text: Object.assign({ lineHeight: 17 }, text) },
        },
      });
    }
    series.push({
      type: "line", step: "end", data: actual, symbol: "none",
      lineStyle: { color: color("series-1"), width: 3 },
      markLine: { symbol: "none", silent: true, animation: false, data: marks, emphasis: { disabled: true } },
      markPoint: { silent: true, animation: false, data: points },
      emphasis: { disabled: true },
    });

    return {
      animation: !forPicture,
      animationDuration: 0,
      animationDurationUpdate: 150,
      aria: { enabled: true, label: { description: document.getElementById("burn-up").getAttribute("aria-label") } },
      textStyle: text,
      grid: { left: 44, right: narrow || year || !data.reached_on ? 16 : 84, top: 34, bottom: 30 },
      xAxis: {
        type: "time", min: left, max: right, minInterval: year ? 28 * DAY : 365 * DAY,
        axisLine: { lineStyle: { color: color("ink") } },
        axisTick: { lineStyle: { color: color("edge") } },
        splitLine: { show: false },
        axisLabel: { color: color("ink-third"), fontSize: text.fontSize, hideOverlap: true, showMinLabel: true, formatter: { year: words.axis_year, month: words.axis_month, day: words.axis_month } },
      },
      yAxis: {
        type: "value", min: 0, max: top, minInterval: 1,
        axisLine: { show: false }, axisTick: { show: false },
        splitLine: { lineStyle: { color: color("rule") } },
        axisLabel: { color: color("ink-third"), fontSize: text.fontSize, showMaxLabel: targetInView },
      },
      tooltip: {
        show: !forPicture, trigger: "axis", confine: true,
        axisPointer: { type: "line", lineStyle: { color: color("edge") } },
        backgroundColor: color("sheet"), borderColor: color("edge"), borderWidth: 1, padding: [8, 12],
        textStyle: { color: color("ink"), fontSize: 13 },
        extraCssText: "box-shadow:none;border-radius:0",
        formatter: describe,
      },
      series: series,
    };
  }

  /* The words of the tooltip at a day: every line's value there, not only those with a point on it. */
  function describe(hits) {
    const moment = hits[0].axisValue;
    const words = data.words;
    const lines = [new Date(moment).toLocaleDateString(LOCALE, { year: "numeric", month: "long", day: "numeric" })];
    if (moment <= time(data.today)) lines.push(words.actual + " " + actualAt(moment));
    if (data.target !== null && moment <= time(data.last_day)) {
      const share = (moment - time(data.first_day) + DAY) / (time(data.last_day) - time(data.first_day) + DAY);
      lines.push(words.plan + " " + Math.round(data.target * share));
    }
    const next = data.forecast.findIndex(function (point) { return time(point[0]) >= moment; });
    if (next > 0) {
      const before = data.forecast[next - 1], after = data.forecast[next];
      const share = (moment - time(before[0])) / (time(after[0]) - time(before[0]));
      const at = [1, 2, 3].map(function (column) { return Math.round(before[column] + (after[column] - before[column]) * share); });
      lines.push(words.median + " " + at[1], words.range + " " + at[0] + "–" + at[2]);
    }
    return lines.join("<br>");
  }

  function onThePage(name) { return "var(--" + name + ")"; }

  function draw() {
    const source = document.getElementById("burn-up-data");
    const place = document.getElementById("burn-up");
    if (!source || !place || !window.echarts) return;
    data = JSON.parse(source.textContent);
    if (!chart) {
      place.textContent = "";
      chart = window.echarts.init(place, null, { renderer: "svg" });
    }
    chart.setOption(chartOption(onThePage, false), { replaceMerge: ["series"] });
  }

  /* The chart as a picture with its title and as-of line, so that it can stand alone in a document. */
  function savePicture() {
    if (!window.echarts) return;
    // Documents are white: the tokens are read in the light theme, whatever the screen has.
    const root = document.documentElement, theme = root.dataset.theme;
    root.dataset.theme = "light";
    const styles = getComputedStyle(root), light = {};
    ["sheet", "ink", "ink-second", "ink-third", "edge", "rule", "accent", "series-1", "sans", "serif"].forEach(function (name) {
      light[name] = styles.getPropertyValue("--" + name).trim();
    });
    root.dataset.theme = theme;
    const value = function (name) { return light[name]; };
    const width = 1000, height = 480, head = 76, scale = 2;
    const holder = document.createElement("div");
    holder.style.cssText = "position:absolute;left:-9999px;width:" + width + "px;height:" + height + "px";
    document.body.appendChild(holder);
    const picture = window.echarts.init(holder, null, { renderer: "canvas", devicePixelRatio: scale });
    picture.setOption(chartOption(value, true));
    const sheet = document.createElement("canvas");
    sheet.width = width * scale;
    sheet.height = (height + head) * scale;
    const pen = sheet.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = value("sheet");
    pen.fillRect(0, 0, width, height + head);
    pen.fillStyle = value("ink");
    pen.font = "700 22px " + value("serif");
    pen.fillText(data.title, 20, 36);
    pen.fillStyle = value("ink-second");
    pen.font = "14px " + value("sans");
    pen.fillText(data.words.as_of, 20, 62);
    pen.drawImage(picture.getDom().querySelector("canvas"), 0, head, width, height);
    picture.dispose();
    holder.remove();
    sheet.toBlob(function (blob) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = data.file_name;
      link.click();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
  }

  region.addEventListener("click", function (event) {
    const choice = event.target.closest("[data-span]");
    if (choice) {
      span = choice.dataset.span;
      settle();
    } else if (event.target.closest("[data-save-chart]")) {
      savePicture();
    }
  });

  /* After the first load and after every exchange. */
  function settle() {
    region.querySelectorAll("[data-needs-script]").forEach(function (element) { element.hidden = false; });
    region.querySelectorAll("[data-span]").forEach(function (element) {
      element.setAttribute("aria-pressed", String(element.dataset.span === span));
    });
    draw();
  }

  window.addEventListener("resize", function () { if (chart) { chart.resize(); draw(); } });
  // Paper has another width than the window.
  window.addEventListener("beforeprint", function () { if (chart) chart.resize({ width: 680, height: 280 }); });
  window.addEventListener("afterprint", function () { if (chart) chart.resize({ width: "auto", height: "auto" }); });

  /* The library of the charts is heavier than all the rest: it comes once everything else is there. */
  function fetchCharts() {
    const place = document.getElementById("burn-up");
    if (!place) return;
    const script = document.createElement("script");
    script.src = region.dataset.charts;
    script.onload = draw;
    script.onerror = function () {
      const told = document.createElement("p");
      told.className = "chart-absent";
      told.textContent = region.dataset.chartsAbsent;
      place.textContent = "";
      place.appendChild(told);
    };
    document.head.appendChild(script);
  }

  settle();
  plan();
  window.addEventListener("load", fetchCharts);
})();
