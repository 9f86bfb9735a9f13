// Answers the calls that are the desktop's own: what runs here, open a Stripe page, copy a text, choose a theme.
// It must never read the clipboard, and never open an address that external-links.ts does not allow.
import { failure, success } from '../../src/contract/index.ts'
import type { Handlers, MethodsOf } from '../../src/contract/index.ts'
import { openLink } from './external-links.ts'
import type { Theme } from './theme.ts'

export interface ShellPorts {
  version: string
  platform: string
  standIn: boolean
  theme: Theme
  openExternal: (url: string) => Promise<void>
  writeClipboard: (text: string) => Promise<void>
}

export function shellHandlers(ports: ShellPorts): Handlers<MethodsOf<'shell'>> {
  const { version, platform, standIn, theme } = ports
  return {
    'app.info': () => success({ version, platform, standIn, theme: theme.choice(), dark: theme.isDark() }),
    'link.open': async ({ url }) =>
      (await openLink(url, ports.openExternal))
        ? success({})
        : failure('bad_request', "Bursar opens Stripe's own pages only. Nothing was opened."),
    'text.copy': async ({ text }) => {
      await ports.writeClipboard(text)
      return success({})
    },
    'theme.set': ({ theme: choice }) => {
      theme.choose(choice)
      return success({})
    },
  }
}
