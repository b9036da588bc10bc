import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser, BrowserContextOptions, Page} from 'playwright-core'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import type {Plan} from '../../../src/plan/plan.js'
import {renderPlanHtml} from '../../../src/render/plan/plan-html.js'
import {bigPlan} from '../big-plan.js'
import {blocked, host, name, origin, owner, plan, remove, set, zonePlan} from '../builders.js'
import {NO_CHROMIUM, openChromium} from '../chromium.js'
import {samplePlans} from '../sample-plans.js'

/** Other tests may be using both cores. */
const PATIENCE_MS = 120_000

let browser: Browser | undefined
let folder = ''

beforeAll(async () => {
  browser = await openChromium()
  folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-html-'))
}, PATIENCE_MS)

afterAll(async () => {
  await browser?.close()
  rmSync(folder, {recursive: true, force: true})
})

interface Opened {
  readonly page: Page
  /** The requests of the page, except the one for the page itself. */
  readonly requests: readonly string[]
  /** The errors that the browser reported. */
  readonly complaints: readonly string[]
}

async function open(shown: Plan, options: BrowserContextOptions = {}): Promise<Opened> {
  if (browser === undefined) throw new Error(NO_CHROMIUM)
  const path = join(folder, 'plan.html')
  writeFileSync(path, renderPlanHtml(shown))
  const page = await browser.newPage({viewport: {width: 1100, height: 800}, ...options})
  page.setDefaultTimeout(PATIENCE_MS)
  const requests: string[] = []
  const complaints: string[] = []
  const url = pathToFileURL(path).href
  page.on('request', (request) => request.url() !== url && requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  return {page, requests, complaints}
}

const hosts = (page: Page) =>
  page.locator('li:visible h3').evaluateAll((all) => all.map((one) => one.textContent ?? ''))

describe('the page of a plan, in a browser', {timeout: PATIENCE_MS}, () => {
  beforeEach(({skip}) => skip(browser === undefined, NO_CHROMIUM))

  it('makes no requests and breaks none of its own rules', async () => {
    const {page, requests, complaints} = await open(samplePlans['design-screen'])
    expect(await hosts(page)).toHaveLength(31)
    expect({requests, complaints}).toEqual({requests: [], complaints: []})
    await page.close()
  })

  it('searches, and filters by zone, action, object and reason', async () => {
    const {page} = await open(bigPlan(60))
    const found = async (field: string, value: string) => {
      const control = page.locator(`[name=${field}]`)
      if (field === 'search' || field === 'object') await control.fill(value)
      else await control.selectOption(value)
      const text = (await page.locator('output').textContent()) ?? ''
      if (field === 'search' || field === 'object') await control.fill('')
      else await control.selectOption('')
      return text
    }
    expect(await found('search', 'APP-7.')).toBe('1 of 66')
    expect(await found('search', 'lb-4. 192.0.2.1')).toBe('1 of 66')
    expect(await found('zone', 'Z00001')).toBe('15 of 66')
    expect(await found('action', 'delete')).toBe('10 of 66')
    expect(await found('action', 'blocked')).toBe('4 of 66')
    expect(await found('action', 'problem')).toBe('2 of 66')
    expect(await found('object', 'ingress team-3/')).toBe('3 of 66')
    expect(await found('reason', 'object-problem')).toBe('2 of 66')
    expect(await found('search', 'nowhere')).toBe('nothing matches')
    expect(await found('search', '')).toBe('66 of 66')
    await page.close()
  })

  it('shows 300 of 7,700 hosts at a time, and finds any of them', async () => {
    const {page} = await open(bigPlan(7000))
    expect(await page.locator('li').count()).toBe(300)
    await page.locator('button').click()
    expect(await page.locator('li').count()).toBe(600)
    await page.locator('[name=search]').fill('app-6999.')
    expect(await hosts(page)).toEqual(['~app-6999.z3.example.comupdate'])
    expect(await page.locator('output').textContent()).toBe('1 of 7700')
    await page.close()
  })

  it('is a plain list without scripts', async () => {
    const {page} = await open(bigPlan(400), {javaScriptEnabled: false})
    expect(await page.locator('li').count()).toBe(440)
    expect(await page.locator('form').isVisible()).toBe(false)
    expect(await page.locator('main').isVisible()).toBe(true)
    await page.close()
  })

  it('runs and loads nothing from names, values or owners', async () => {
    const evil = `</script><script>window.pwned=1</script><img src="http://evil.example/x" onerror="window.pwned=1">'"`
    const shown = plan({
      owner: owner(evil),
      zones: [
        zonePlan([
          host('x', 'delete', {
            name: name(evil),
            setIdentifier: evil,
            changes: [remove(set('x', 'TXT', [evil]))],
            formerResources: [evil],
          }),
        ]),
      ],
      blocked: [blocked('y', 'object-problem', {host: evil, detail: evil, fix: evil, origins: [origin()]})],
      warnings: [{text: evil, origin: origin(`Ingress ${evil}`)}],
    })
    const {page, requests, complaints} = await open(shown)
    expect(await page.evaluate(`'pwned' in window`)).toBe(false)
    expect(await page.locator('img, main script').count()).toBe(0)
    expect(await page.locator('h3').first().textContent()).toContain(evil)
    expect({requests, complaints}).toEqual({requests: [], complaints: []})
    await page.close()
  })

  it.each([375, 390, 1100])('has nothing to scroll sideways at %d pixels', async (width) => {
    for (const shown of [samplePlans['long-values'], samplePlans.refusal, samplePlans.idn]) {
      const {page} = await open(shown, {viewport: {width, height: 800}})
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.close()
    }
  })

  it('is light or dark as the reader has it', async () => {
    const colours: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      const {page} = await open(samplePlans.empty, {colorScheme})
      colours.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')))
      await page.close()
    }
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(15, 19, 24)'])
  })
})
