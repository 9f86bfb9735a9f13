// A desk's key in words: its type, its mode and where it is kept. Pure.
import type { Desk } from '../../../contract/desks.ts'

const keptIn: Record<Desk['secretsIn'], string> = {
  keytar: 'in the keychain (keytar)',
  keyring: 'in the keychain',
  memory: 'for this run only',
  none: 'nowhere',
}

/** "Restricted key, live mode, kept in the keychain"; of one that is not there any more it never says that it is kept. */
export function keyWord(desk: Desk): string {
  if (desk.kind === 'demo') return 'The demo: made-up data, no key'
  const type = desk.keyType === 'restricted' ? 'Restricted key' : 'Secret key'
  if (desk.state === 'needs_key') return `${type}, ${desk.mode} mode, to be entered again`
  return `${type}, ${desk.mode} mode, kept ${keptIn[desk.secretsIn]}`
}
