// The title of the window: which mode, which business, which screen. The shell takes it over as it stands (shell/windows.ts).
import { useLayoutEffect } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { deskTitle } from '../../domain/desk-title.ts'

/** "LIVE · Hopper Instruments · Payments — Bursar". */
export function windowTitle(desk: Desk, screen: string | undefined): string {
  return `${deskTitle(desk)}${screen === undefined ? '' : ` · ${screen}`} — Bursar`
}

export function useWindowTitle(desk: Desk, screen: string | undefined): void {
  const title = windowTitle(desk, screen)
  useLayoutEffect(() => {
    document.title = title
  }, [title])
}
