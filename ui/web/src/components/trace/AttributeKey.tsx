import { Fragment } from "react";

/** An attribute's key, which where it is too long for its line breaks after a dot. */
export function AttributeKey({ text }: { text: string }) {
  return text.split(/(?<=[._])/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a key do not move
    <Fragment key={i}>
      {part}
      <wbr />
    </Fragment>
  ));
}
