import {existsSync} from 'node:fs'
import {type Browser, chromium} from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The reason shown for a skipped test. */
export const NO_CHROMIUM = 'no Chromium on this machine: install the package chromium, or set CHROMIUM to one'

/** Starts the system's Chromium; undefined when there is none. */
export async function openChromium(): Promise<Browser | undefined> {
  const path = [process.env.CHROMIUM ?? '', ...PLACES].find((place) => place !== '' && existsSync(place))
  return path === undefined ? undefined : chromium.launch({executablePath: path, args: ['--no-sandbox']})
}
