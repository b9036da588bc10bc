import {describe, expect, it} from 'vitest'
import {followPages} from '../../../src/route53/read/record-set-page.js'

const CONTEXT = {doing: 'list the hosted zones', action: 'route53:ListHostedZones', zone: undefined, profile: undefined}

/** Follows a listing whose answers name these tokens in turn. @returns the number of pages. */
function follow(tokenOf: (page: number) => string): number {
  const pages = followPages<string>(CONTEXT, (start = '') => start)
  let start: string | undefined
  for (let page = 1; ; page += 1) {
    start = pages.after(start, tokenOf(page) !== '', tokenOf(page) || undefined)
    if (start === undefined) return page
  }
}

describe('the pages of a listing', () => {
  it('end where the answer says so', () => {
    expect(follow((page) => (page === 40 ? '' : `Z${page}`))).toBe(40)
  })

  it.each([1, 2, 7])('are an error where the tokens come again after %i', (period) => {
    expect(() => follow((page) => `Z${page % period}`)).toThrow(
      'cannot list the hosted zones: The listing leads back to a page that was read before, so it would never end.',
    )
  })

  it('are an error where there are more than any account has', () => {
    expect(follow((page) => (page === 2000 ? '' : `Z${page}`))).toBe(2000)
    expect(() => follow((page) => `Z${page}`)).toThrow('The listing does not end within 2000 pages.')
  })

  it('are an error where the answer does not say whether there is more, or where', () => {
    for (const isTruncated of [true, undefined]) {
      const pages = followPages<string>(CONTEXT, (start = '') => start)
      expect(() => pages.after(undefined, isTruncated, undefined)).toThrow('The answer is not a complete page')
    }
  })
})
