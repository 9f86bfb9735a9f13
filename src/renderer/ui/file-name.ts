// What a file that is saved is called. It must always tell of which desk it is and of which mode: a file outlives the window that said so.
import type { Desk } from '../../contract/desks.ts'
import { folded } from '../../domain/fold.ts'
import { modeWord } from './words/desk-words.ts'
import { dayText } from './dates/period.ts'

/** "payments-hopper-instruments-live-2026-11-26.csv" by the local day: what `text.save` takes for a name. */
export function fileNameOf(desk: Desk, what: string, now = new Date()): string {
  const whose = plain(desk.businessName, 40) || desk.accountId
  return `${plain(what, 50)}-${whose}-${modeWord(desk).toLowerCase()}-${dayText(now)}.csv`
}

/** Latin letters without accents, digits, and a dash for everything else. */
function plain(words: string, longest: number): string {
  const dashed = folded(words).replaceAll(/[^a-z0-9]+/g, '-')
  return dashed.slice(0, longest).replaceAll(/^-|-$/g, '')
}
