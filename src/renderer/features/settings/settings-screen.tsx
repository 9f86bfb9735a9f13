// Settings: the desks on this machine, key and policy of this one, how the face looks, where keys are kept, and what this is.
import { useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import { failureOf } from '../../bridge/client.ts'
import { useAppInfo, useDesks, useKeychain } from '../../bridge/desk-queries.ts'
import { chooseTheme, useTheme, type ThemeChoice } from '../../state/theme.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { DeskMark } from '../../ui/desk-mark.tsx'
import { Group, GroupPage } from '../../ui/group.tsx'
import { ListenerLink } from '../../ui/listener-link.tsx'
import { Businesses } from './businesses.tsx'
import { KeyPanel } from './key-panel.tsx'
import { LeftBehindDialog, type LeftBehind } from './left-behind.tsx'
import { PolicyPanel } from './policy-panel.tsx'
import { RemoveDesk } from './remove-desk.tsx'

export function SettingsScreen({ desk }: { desk: Desk }) {
  const desks = useDesks().data ?? [desk]
  const info = useAppInfo().data
  const [leaving, setLeaving] = useState<Desk | null>(null)
  const [left, setLeft] = useState<LeftBehind | null>(null)
  return (
    <>
      <GroupPage title="Settings">
        <Businesses desks={desks} current={desk} onRemove={setLeaving} />
        <h2 className="-mb-4 flex items-center gap-2 border-t border-line pt-6 text-lg font-semibold">
          <DeskMark desk={desk} /> This desk
        </h2>
        <KeyPanel desk={desk} />
        <PolicyPanel desk={desk} />
        <Group title="Webhook listener" says="Receives this desk’s events as they happen.">
          <div className="flex">
            <ListenerLink deskId={desk.id} />
          </div>
        </Group>
        <h2 className="-mb-4 border-t border-line pt-6 text-lg font-semibold">This machine</h2>
        <Group title="Appearance" says="Follows the system unless you choose.">
          <ThemeChoices />
        </Group>
        <Group title="Keychain">
          <KeychainSays />
        </Group>
        <Group title="About">
          <p>
            Bursar {info?.version}
            {info?.standIn && ', shown in the system’s browser: live keys are refused here.'}
          </p>
        </Group>
      </GroupPage>
      {leaving && (
        <RemoveDesk
          desk={leaving}
          current={leaving.id === desk.id}
          onLeftBehind={setLeft}
          onClose={() => setLeaving(null)}
        />
      )}
      {left && (
        <LeftBehindDialog
          left={left}
          onClose={() => {
            setLeft(null)
            left.leave()
          }}
        />
      )}
    </>
  )
}

function KeychainSays() {
  const keychain = useKeychain()
  if (keychain.isError)
    return (
      <div className="flex items-center gap-3">
        <p role="alert">The keychain could not be asked: {failureOf(keychain.error).message}</p>
        <Button size="small" onClick={() => void keychain.refetch()}>
          Try again
        </Button>
      </div>
    )
  return <p>{keychain.data?.explanation ?? 'Asking the keychain…'}</p>
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
