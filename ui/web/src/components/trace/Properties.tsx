/** Names with their values; what has no value is left out. */
export function Properties({ entries }: { entries: [string, string | undefined][] }) {
  const present = entries.filter(([, value]) => value);
  if (present.length === 0) return null;
  return (
    <table className="attributes">
      <tbody>
        {present.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
