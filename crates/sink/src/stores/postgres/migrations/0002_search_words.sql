-- Articles whose text index is still to be made anew; it goes once it is empty.
CREATE TABLE articles_to_index (uri uuid PRIMARY KEY);

INSERT INTO articles_to_index SELECT uri FROM articles;
