import {CliError} from '../errors/cli-error.js'
import type {ZoneReader} from '../route53/ports.js'
import {type SavedPlan, withZones, zonesOfPlan} from '../saved/saved-plan.js'
import {namesToCheck, type Standing} from '../saved/standing.js'
import {readStanding} from './look-again.js'

/** A plan from a file, its zones as this run sees them, and what is left of it. */
export interface CheckedPlan {
  readonly saved: SavedPlan
  readonly standing: Standing
}

/**
 * Reads again what a saved plan touches, and nothing else: the zones by one listing, then the names in them.
 *
 * @param doing `apply plan.json`: for the error. @param returning see `standingOf`.
 * @throws CliError ZONE_NOT_VISIBLE, or what a reader throws
 */
export async function checkSavedPlan(
  saved: SavedPlan,
  zones: Pick<ZoneReader, 'listZones' | 'listRecordSetsNamed'>,
  doing: string,
  returning: ReadonlySet<string> = new Set(),
): Promise<CheckedPlan> {
  const touched = [...namesToCheck(saved).keys()]
  if (touched.length === 0) return {saved, standing: await readStanding(saved, zones)}
  const visible = new Map((await zones.listZones()).map((zone) => [zone.id, zone]))
  const missing = touched.filter(({id}) => !visible.has(id))
  if (missing.length > 0) {
    const named = missing.map(({name, id}) => `${name} (${id})`).join(', ')
    throw new CliError({
      code: 'ZONE_NOT_VISIBLE',
      doing,
      happened: `It changes zones that this account does not show: ${named}.`,
      fix: ['sign in to the account of these zones: --aws-profile, --aws-assume-role or --aws-zone-role'],
    })
  }
  const bound = withZones(
    saved,
    zonesOfPlan(saved.plan).map((zone) => visible.get(zone.id) ?? zone),
  )
  return {saved: bound, standing: await readStanding(bound, zones, returning)}
}
