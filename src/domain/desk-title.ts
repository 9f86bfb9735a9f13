// How a desk is called where a line has to say it alone: the window, a notification. Pure; a business is never named without its mode.

export type ModeWord = 'DEMO' | 'TEST' | 'LIVE'

interface Moded {
  kind: 'demo' | 'account'
  mode: 'test' | 'live'
}

export function modeWord({ kind, mode }: Moded): ModeWord {
  if (kind === 'demo') return 'DEMO'
  return mode === 'live' ? 'LIVE' : 'TEST'
}

/** "LIVE · Hopper Instruments". */
export function deskTitle(desk: Moded & { businessName: string }): string {
  return `${modeWord(desk)} · ${desk.businessName}`
}
