// Answers the calls that are the desktop's own: what runs here, who is there, open a Stripe page or the mail program, copy or save a text, copy a picture, choose a theme.
// It must never read the clipboard, never open an address that external-links.ts does not allow, and never write where
// the operator did not choose to.
import { failure, isFullCode, success } from '../../src/contract/index.ts'
import type { Handlers, MethodsOf } from '../../src/contract/index.ts'
import { playPage } from './demo-pages.ts'
import { openLink } from './external-links.ts'
import { writeWhole } from './files.ts'
import type { SystemUnlock } from './system-unlock.ts'
import type { Theme } from './theme.ts'

export interface ShellPorts {
  version: string
  platform: string
  standIn: boolean
  theme: Theme
  systemUnlock: SystemUnlock
  operator: string
  openExternal: (url: string) => Promise<void>
  /** Where the open demo desk's simulator answers; null where there is none. */
  playedAt: () => Promise<string | null>
  writeClipboard: (text: string) => Promise<void>
  /** Answers whether it was a picture. */
  writeImage: (png: Buffer) => Promise<boolean>
  /** Asks the operator where to; null when they changed their mind. */
  chooseFile: (suggestedName: string) => Promise<string | null>
}

/** Without it a spreadsheet reads UTF-8 as whatever its system used to write, and shows other letters. */
const byteOrderMark = '\uFEFF'
const isForSpreadsheet = (fileName: string): boolean => fileName.endsWith('.csv')

export function shellHandlers(ports: ShellPorts): Handlers<MethodsOf<'shell'>> {
  const { version, platform, standIn, theme, systemUnlock, operator } = ports
  return {
    'app.info': () =>
      success({
        version,
        platform,
        standIn,
        theme: theme.choice(),
        dark: theme.isDark(),
        systemUnlock: systemUnlock.kind(),
        operator,
      }),
    'desk.unlockBySystem': ({ deskId }) => systemUnlock.unlock(deskId),
    'link.open': async ({ url }) =>
      (await openLink(url, ports.openExternal))
        ? success({})
        : failure(
            'bad_request',
            "Bursar opens Stripe's own pages, and e-mails to one plain address, only. Nothing was opened.",
          ),
    'page.play': async ({ url }) =>
      (await playPage(url, { playedAt: ports.playedAt, open: ports.openExternal }))
        ? success({})
        : failure(
            'bad_request',
            'Only pages of the demo desk are played here, while it is open. Nothing was opened.',
          ),
    'text.copy': async ({ text }) => {
      await ports.writeClipboard(text)
      return success({})
    },
    'image.copy': async ({ png }) =>
      (await ports.writeImage(Buffer.from(png, 'base64')))
        ? success({})
        : failure('bad_request', 'This is no picture. Nothing was copied.'),
    'text.save': async ({ fileName, text }) => {
      const file = await ports.chooseFile(fileName)
      if (file === null) return success({ saved: false })
      const problem = await writeWhole(file, isForSpreadsheet(fileName) ? byteOrderMark + text : text)
      if (problem === null) return success({ saved: true })
      const code = isFullCode(problem) ? 'store_full' : 'store_unwritable'
      return failure(
        code,
        `${file} could not be written (${problem}). Nothing was saved; choose another place.`,
      )
    },
    'theme.set': ({ theme: choice }) => {
      theme.choose(choice)
      return success({})
    },
  }
}
