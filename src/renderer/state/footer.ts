// What the current screen wants said at the end of the footer, such as how many rows it shows.
import { useEffect } from 'react'
import { create } from 'zustand'

export const useFooter = create<{ text: string }>(() => ({ text: '' }))

/** Shows `text` in the footer while the calling component is mounted. */
export function useFooterText(text: string): void {
  useEffect(() => {
    useFooter.setState({ text })
    return () => useFooter.setState({ text: '' })
  }, [text])
}
