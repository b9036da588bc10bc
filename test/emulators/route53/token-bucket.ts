export type BucketSize = {readonly burst: number; readonly perSecond: number}

/** Full at the start; what finds too little takes nothing. `now` is in milliseconds. */
export type TokenBucket = {take(amount: number): boolean}

/** @param size without one, the bucket is never empty. */
export function openBucket(size: BucketSize | undefined, now: () => number): TokenBucket {
  if (size === undefined) return {take: () => true}
  let tokens = size.burst
  let filledAt = now()
  return {
    take(amount) {
      const at = now()
      tokens = Math.min(size.burst, tokens + ((at - filledAt) / 1000) * size.perSecond)
      filledAt = at
      if (tokens < amount) return false
      tokens -= amount
      return true
    },
  }
}
