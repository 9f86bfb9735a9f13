// How complete a desk is at the moment at which something of it is saved or copied: what is taken along leaves the footer behind that says
// so. It must never call complete what could not be asked.
import { askFreshness } from '../../bridge/desk-queries.ts'
import { completeness } from '../words/freshness-words.ts'

export async function completenessNow(
  deskId: string,
  written: (milliseconds: number) => string,
): Promise<string> {
  try {
    return completeness(await askFreshness(deskId), written)
  } catch {
    return 'It could not be asked how complete this is'
  }
}
