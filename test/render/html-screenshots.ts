import {fileURLToPath} from 'node:url'
import {renderPlanHtml} from '../../src/render/plan/plan-html.js'
import {NO_CHROMIUM, openChromium} from './chromium.js'
import {samplePlans} from './sample-plans.js'

// Updates the pictures in docs/: the HTML page of the sample plan `design-screen`, on a desktop and on a phone.
const browser = await openChromium()
if (browser === undefined) throw new Error(NO_CHROMIUM)
for (const [file, width, height, colorScheme] of [
  ['plan-html-light', 1000, 760, 'light'],
  ['plan-html-dark-phone', 390, 760, 'dark'],
] as const) {
  const page = await browser.newPage({viewport: {width, height}, colorScheme})
  await page.setContent(renderPlanHtml(samplePlans['design-screen'], {batches: 1}))
  await page.screenshot({path: fileURLToPath(new URL(`../../docs/${file}.png`, import.meta.url))})
}
await browser.close()
