import {describe, expect, it} from 'vitest'
import {checkCommand} from '../../../src/cli/command-line/known-command.js'

const IDS = ['apply', 'explain', 'owners', 'owners:adopt', 'owners:migrate', 'owners:release', 'plan', 'prune', 'show']

describe('checkCommand', () => {
  it.each([
    [[]],
    [['plan']],
    [['plan', '--source=service']],
    [['apply', 'plan.json']],
    [['explain', 'www.example.com']],
    [['owners']],
    [['owners', '--json']],
    [['owners', 'adopt', 'www.example.com']],
    [['owners', 'migrate', '--from=a']],
    [['--version', '--source=service']],
    [['plan', '@args.txt']],
  ])('has nothing against %j', (argv) => {
    expect(() => checkCommand(argv, IDS)).not.toThrow()
  })

  it.each([
    [['paln'], 'There is no command paln.', 'did you mean plan?'],
    [['destroy'], 'There is no command destroy.', 'did you mean prune?'],
    [['diff'], 'There is no command diff.', 'did you mean plan?'],
    [
      ['--source=service', '--txt-owner-id=my id'],
      'No command is given.',
      "did you mean: external-dns-ts plan --source=service '--txt-owner-id=my id'",
    ],
    [['@args.txt'], 'No command is given.', 'did you mean: external-dns-ts plan @args.txt'],
    [['toString'], 'There is no command toString.', 'see --help'],
    [['owners', 'adpot'], 'There is no command owners adpot.', 'did you mean owners adopt?'],
    [['owners', 'everything'], 'There is no command owners everything.', 'see --help'],
    [
      ['owners', 'migrate', 'www.example.com', '--from=a'],
      'owners migrate takes no host: www.example.com.',
      'narrow it with --only=www.example.com',
    ],
    [['help', 'paln'], 'There is no command paln.', 'did you mean plan?'],
    [['help', 'owners', 'adpot'], 'There is no command owners adpot.', 'did you mean owners adopt?'],
  ])('turns away %j', (argv, happened, fix) => {
    expect(() => checkCommand(argv, IDS)).toThrow(expect.objectContaining({code: 'USAGE', happened, fix: [fix]}))
  })
})
