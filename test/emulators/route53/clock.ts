/** The emulator's time: the machine's, and what a test let pass. */
export type Clock = {now(): number; advance(ms: number): void}

export function openClock(): Clock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance(ms) {
      ahead += ms
    },
  }
}
