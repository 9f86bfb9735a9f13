// Where the focus goes when a dialog closes: to what had it before. It is looked up while the dialog is first drawn: a field in it that
// asks for the focus itself has taken it by the time the dialog would look.
import { useState } from 'react'

/** For `finalFocus` of a dialog. What has gone meanwhile is left to the dialog. */
export function useFocusBefore(): () => HTMLElement | true {
  const [before] = useState(() => document.activeElement)
  return () =>
    before instanceof HTMLElement && before !== document.body && before.isConnected ? before : true
}
