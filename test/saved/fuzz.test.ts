import {describe, expect, it} from 'vitest'
import {fuzzSavedFiles} from './fuzz.js'

describe('a damaged or forged plan file or receipt', () => {
  it('is refused, or says just what it says (a tenth of npm run soak)', () => {
    const {tried, refused, equal, problems} = fuzzSavedFiles(1000, 1)
    expect(problems).toEqual([])
    expect({tried, decided: refused + equal}).toEqual({tried: 1000, decided: 1000})
    // Both ways out are taken, so that neither hides the other.
    expect(refused).toBeGreaterThan(500)
    expect(equal).toBeGreaterThan(10)
  })
})
