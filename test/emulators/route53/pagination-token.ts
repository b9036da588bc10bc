import {randomBytes} from 'node:crypto'
import type {Operation} from './call.js'
import {Refusal} from './refusal.js'

/** What a token stands for: the next page of an operation on a zone. */
export type Bookmark = {
  readonly operation: Operation
  readonly zoneId: string
  readonly issuedAt: number
  /** The other parameters of the request that got the token. */
  readonly parameters: string
  /** Where the next page starts, in the operation's own terms. */
  readonly next: string
}

export type TokenList = {
  issue(bookmark: Bookmark): string
  /** @throws a Refusal (InvalidPaginationToken) for what this operation has not issued. */
  redeem(token: string, operation: Operation): Bookmark
}

export function openTokenList(): TokenList {
  const issued = new Map<string, Bookmark>()
  return {
    issue(bookmark) {
      const token = randomBytes(24).toString('base64')
      issued.set(token, bookmark)
      return token
    },
    redeem(token, operation) {
      const bookmark = issued.get(token)
      if (bookmark?.operation !== operation) throw invalidToken()
      return bookmark
    },
  }
}

export function invalidToken(): Refusal {
  return new Refusal('InvalidPaginationToken', 'The value that you specified to get the next page is invalid')
}
