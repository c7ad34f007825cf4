// Whether a box for a secret holds a value, or with `empty` is there to be typed into, in any shadow tree.
import { all, shown } from "./page.js";

/** `boxes` is the selector of such boxes. */
export const some = ({ boxes, empty }) => {
  const counts = (box) => box.value !== "" || (empty && shown(box));
  const within = (root) =>
    all(boxes, root).some(counts) || all("*", root).some((each) => each.shadowRoot && within(each.shadowRoot));
  return within(document);
};
