import {HOSTS_ARGUMENT} from '../../cli/flags/arguments.js'
import {CONSENT_FLAGS} from '../../cli/flags/own-flags.js'
import {ADOPT_FLAGS} from '../../cli/flags/owners-flags.js'
import {SETTING_FLAGS} from '../../cli/flags/setting-flags.js'
import {changeOwners, defineOwnersCommand} from '../../cli/run/change-owners.js'
import {checkApplyConsent} from '../../cli/run/plan-assertions.js'

export default defineOwnersCommand({
  summary: 'Take over unowned records that an object asks for',
  description: `A record that is as wanted gets its ownership TXT and nothing else; one with other values is updated in the same batch.
Missing types are left to apply. Where another record blocks a host that you name, that record gets its ownership TXT. If
another owner holds a host that you name, the run ends with 1. Asks like apply.`,
  examples: [
    '<%= config.bin %> owners adopt --dry-run --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners adopt www.example.com --txt-owner-id=prod-eu1',
    '<%= config.bin %> owners adopt --yes --equal-only --txt-owner-id=prod-eu1',
  ],
  usage: '[HOST...] [FLAGS]',
  arguments: HOSTS_ARGUMENT,
  flags: {...CONSENT_FLAGS, ...ADOPT_FLAGS},
  async run(session, line) {
    const takesEqualOnly = line.values(ADOPT_FLAGS)['equal-only']
    const isApproved = line.values(CONSENT_FLAGS)['yes-from-manifests']
    // With equal records, or in a dry run, no DNS answer changes, so manifests need no further consent.
    const isHarmless = takesEqualOnly || line.values(SETTING_FLAGS)['dry-run']
    await changeOwners(session, line, {kind: 'adopt', takesEqualOnly}, ({manifests}) =>
      checkApplyConsent(manifests, {isApproved, isDryRun: isHarmless}),
    )
  },
})
