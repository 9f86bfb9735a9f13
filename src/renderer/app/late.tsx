// Components whose code is read when they are first wanted, or before. Not by `lazy`: while it waits, React shows what stands in for it for
// 300 ms at least, even where the code is there already.
import { useEffect, useState, type ComponentType } from 'react'

/** `Waiting` stands in for it until its code is there. Where that can't be read, it fails where it would be drawn, and is read again next time. */
export function late<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
) {
  let known: ComponentType<Props> | null = null
  const load = async (): Promise<ComponentType<Props>> => (known ??= await read())
  function Late(props: Props) {
    const [Drawn, setDrawn] = useState(() => known)
    useEffect(() => {
      if (Drawn !== null) return
      let wanted = true
      load().then(
        (read) => wanted && setDrawn(() => read),
        (problem: unknown) =>
          setDrawn(() => {
            throw problem
          }),
      )
      return () => {
        wanted = false
      }
    }, [Drawn])
    return Drawn === null ? <Waiting /> : <Drawn {...props} />
  }
  return Object.assign(Late, { load, isRead: () => known !== null })
}

/** What is typed into a dialog before its code is there is for none of the screen's keys. */
const Held = () => <span hidden data-keys="hold" />

export const lateOverlay = <Props extends object>(read: () => Promise<ComponentType<Props>>) =>
  late(read, Held)
