/** `node scripts/icons.mjs` draws public/icons from public/icon.svg. Only a new logo needs it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { findChromium } from './chromium.mjs';

const logo = readFileSync('public/icon.svg', 'utf8');
const ground = /<rect[^>]* fill="(#\w+)"/.exec(logo)?.[1];
if (ground === undefined) throw new Error('public/icon.svg has no ground to draw a maskable icon on.');

/** A mask may leave no more than a circle of four fifths of the width. */
const SAFE = 0.72;

const icons = [
  { file: '180', size: 180, part: 0.86, ground },
  { file: '192', size: 192, part: 1, ground: 'transparent' },
  { file: '512', size: 512, part: 1, ground: 'transparent' },
  { file: 'maskable-512', size: 512, part: SAFE, ground },
];

mkdirSync('public/icons', { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const { file, size, part, ground: background } of icons) {
  await page.setViewportSize({ width: size, height: size });
  const source = `data:image/svg+xml;base64,${Buffer.from(logo).toString('base64')}`;
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}"><img src="${source}" style="width:${part * 100}%"></body>`,
  );
  await page.screenshot({ path: `public/icons/${file}.png`, omitBackground: true });
}
await browser.close();
