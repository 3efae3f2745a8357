#!/bin/sh
# Renews the third-party scripts in this folder: sh static/vendor/build.sh
#
# Needs Node, npm and a registry, and only when a version changes: what it writes is committed, so running and
# testing the portal needs none of them. To update, change echarts/package.json, run `npm install
# --package-lock-only` there, then this. The same lock file gives the same bytes.
set -eu

vendor=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$vendor/echarts/package.json" "$vendor/echarts/package-lock.json" "$vendor/echarts/bundle.js" "$work/"
cd "$work"
npm ci --no-audit --no-fund --silent

# One classic script that leaves `echarts` in the page; ES2017 for the kernels that portal.css names.
npx esbuild bundle.js --bundle --minify --format=iife --global-name=echarts --target=es2017 \
  --legal-comments=none --log-level=warning --outfile="$vendor/echarts/echarts.min.js"

# Licences of everything inside the bundle travel with it.
cp node_modules/echarts/LICENSE "$vendor/echarts/LICENSE"
cp node_modules/echarts/NOTICE "$vendor/echarts/NOTICE"
cp node_modules/zrender/LICENSE "$vendor/echarts/LICENSE.zrender"
cp node_modules/tslib/LICENSE.txt "$vendor/echarts/LICENSE.tslib"

node - "$vendor" > "$vendor/MANIFEST.json" <<'SCRIPT'
const crypto = require("crypto"), fs = require("fs"), vendor = process.argv[2];
const about = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`));
const file = "echarts/echarts.min.js";
console.log(JSON.stringify([{
  name: "echarts",
  version: about("echarts").version,
  licence: about("echarts").license,
  file,
  sha256: crypto.createHash("sha256").update(fs.readFileSync(`${vendor}/${file}`)).digest("hex"),
  contains: ["echarts", "zrender", "tslib"].map((name) => ({ name, version: about(name).version, licence: about(name).license })),
  licence_files: ["echarts/LICENSE", "echarts/NOTICE", "echarts/LICENSE.zrender", "echarts/LICENSE.tslib"],
  sources: ["echarts/bundle.js", "echarts/package.json", "echarts/package-lock.json"],
  built_by: `esbuild ${about("esbuild").version}, static/vendor/build.sh`,
}], null, 2));
SCRIPT
