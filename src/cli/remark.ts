import {withoutUrlSecrets} from '../errors/url-secrets.js'
import {escaped, harmless} from '../render/harmless.js'

/** What the program says about itself: one line, without colour, without the secrets that URLs hold. */
export function remark(text: string): string {
  return harmless(withoutUrlSecrets(text)).replace(/[\n\t\r]/g, escaped)
}
