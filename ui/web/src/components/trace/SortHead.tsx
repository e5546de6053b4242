import type { Order } from "./useOrder";

interface Props {
  order: Order;
  by: string;
  label: string;
  title?: string;
  isNumber?: boolean;
}

/** The head of a column that a table can be sorted by. */
export function SortHead({ order, by, label, title, isNumber = true }: Props) {
  const isOn = order.by === by;
  return (
    <th
      scope="col"
      className={isNumber ? "number" : undefined}
      aria-sort={isOn ? (order.isDescending ? "descending" : "ascending") : undefined}
    >
      <button type="button" className="sort-head" title={title} onClick={() => order.sort(by)}>
        {label}
        <span aria-hidden="true">{isOn ? (order.isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );
}
