import {expect, it} from 'vitest'
import {checkCommits} from '../../bin/house/check-commits.mjs'

it('finds the subjects over 72 characters, counted as a reader does', () => {
  const log = `a1b2c3d ${'x'.repeat(72)}\n0f0f0f0 ${'x'.repeat(73)}\n1e1e1e1 ${'🙂'.repeat(72)}\n`
  expect(checkCommits(log)).toEqual([
    `commit 0f0f0f0: the subject has 73 characters: ${'x'.repeat(73)} → at most 72; say why in the body (git rebase -i)`,
  ])
  expect(checkCommits('')).toEqual([])
})
