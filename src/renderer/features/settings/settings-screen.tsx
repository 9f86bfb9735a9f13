// Settings: the desks on this machine, how the face looks, where keys are kept, and what this is.
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { useAppInfo, useDesks, useKeychain } from '../../bridge/queries.ts'
import { chooseTheme, useTheme, type ThemeChoice } from '../../state/theme.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { DeskMark } from '../../ui/desk-mark.tsx'
import { Group, GroupPage } from '../../ui/group.tsx'
import { ListenerLink } from '../../ui/listener-link.tsx'
import { RemoveDesk } from './remove-desk.tsx'

export function SettingsScreen({ desk }: { desk: Desk }) {
  const desks = useDesks().data ?? [desk]
  const keychain = useKeychain().data
  const info = useAppInfo().data
  const [leaving, setLeaving] = useState<Desk | null>(null)
  return (
    <>
      <GroupPage title="Settings">
        <Group
          title="Desks"
          says="A desk is one Stripe account in one mode. Nothing is shared between desks."
        >
          <ul className="divide-y divide-line border-y border-line">
            {desks.map((each) => (
              <li key={each.id} className="flex min-h-14 items-center gap-3 py-2">
                <DeskMark desk={each} />
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">{each.accountName}</p>
                  <p className="text-sm text-ink-2">
                    {keyWord(each)}
                    {each.baseUrl !== undefined && <> at {each.baseUrl}</>}
                  </p>
                  <CopyId id={each.accountId} what="Account id" />
                </div>
                <Button aria-label={`Remove ${each.accountName}`} onClick={() => setLeaving(each)}>
                  Remove…
                </Button>
              </li>
            ))}
          </ul>
        </Group>
        <Group title="Webhook listener" says="Receives this desk’s events as they happen.">
          <div className="flex">
            <ListenerLink deskId={desk.id} />
          </div>
        </Group>
        <Group title="Appearance" says="Follows the system unless you choose.">
          <ThemeChoices />
        </Group>
        <Group title="Keychain">
          <p>{keychain?.explanation ?? 'Asking the keychain…'}</p>
        </Group>
        <Group title="About">
          <p>
            Bursar {info?.version}
            {info?.standIn && ', shown in the system’s browser: live keys are refused here.'}
          </p>
        </Group>
      </GroupPage>
      {leaving && (
        <RemoveDesk desk={leaving} current={leaving.id === desk.id} onClose={() => setLeaving(null)} />
      )}
    </>
  )
}

const keptIn: Record<Desk['secretsIn'], string> = {
  keytar: 'key in the keychain (keytar)',
  keyring: 'key in the keychain',
  memory: 'key kept for this run only',
  none: 'no key',
}

function keyWord(desk: Desk): string {
  if (desk.kind === 'demo') return 'The demo: made-up data, no key'
  const type = desk.keyType === 'restricted' ? 'Restricted key' : 'Secret key'
  return `${type}, ${desk.mode} mode, ${keptIn[desk.secretsIn]}`
}

const choices: Record<ThemeChoice, string> = { system: 'System', light: 'Light', dark: 'Dark' }

function ThemeChoices() {
  const choice = useTheme((state) => state.choice)
  return (
    <div role="radiogroup" aria-label="Theme" className="inline-flex gap-1 rounded-lg bg-sunken p-1">
      {(Object.keys(choices) as ThemeChoice[]).map((each) => (
        <label
          key={each}
          className={classes(
            'relative inline-flex h-[26px] items-center rounded-md px-3 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent',
            each === choice ? 'border border-line-strong bg-bg text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name="theme"
            checked={each === choice}
            onChange={() => void chooseTheme(each)}
            className="absolute inset-0 opacity-0"
          />
          {choices[each]}
        </label>
      ))}
    </div>
  )
}
